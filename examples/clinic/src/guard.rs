//! Who may ask: this machine, by the address that the program prints, and no page of another site.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::forms::Refusal;

/// No script, no frame, nothing from elsewhere.
const CONTENT: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                       frame-ancestors 'none'; base-uri 'none'";

const HTML: &str = "text/html; charset=utf-8";

pub async fn check(State(port): State<u16>, request: Request, next: Next) -> Response {
    let mut response = match refusal(port, request.method(), request.headers()) {
        Some((status, why)) => (status, why).into_response(),
        None => in_words(next.run(request).await),
    };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // With "no-referrer" the forms of these pages would not say where they come from.
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What the framework refuses by itself, as a page.
fn in_words(response: Response) -> Response {
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == HTML);
    let why = match response.status() {
        status if is_page || !status.is_client_error() => return response,
        StatusCode::NOT_FOUND => "There is no such page.",
        StatusCode::PAYLOAD_TOO_LARGE => "That is more than this page takes.",
        _ => "Expected an address or a form of these pages.",
    };
    Refusal(response.status(), "", why.to_owned()).into_response()
}

fn refusal(port: u16, method: &Method, headers: &HeaderMap) -> Option<(StatusCode, &'static str)> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    // A name that somebody made to point at this machine is not one of these.
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let Some(host) = text(header::HOST).filter(|host| hosts.iter().any(|own| own == host)) else {
        let why = "the clinic does not answer to this host\n";
        return Some((StatusCode::MISDIRECTED_REQUEST, why));
    };
    // A browser says where a form comes from; other programs say nothing.
    let elsewhere = text(header::ORIGIN).is_some_and(|origin| origin != format!("http://{host}"));
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let foreign = site.is_some_and(|site| !["same-origin", "none"].contains(&site));
    let reads = [Method::GET, Method::HEAD].contains(method);
    let refused = !reads && (elsewhere || foreign);
    refused.then_some((StatusCode::FORBIDDEN, "the clinic takes no form of another site\n"))
}
