//! Bundles of requests and administrations, out and in.

use serde::Serialize;

use crate::interchange::error::{FormatError, quoted};
use crate::interchange::fhir::administered::ReadAdministration;
use crate::interchange::fhir::administration::MedicationAdministration;
use crate::interchange::fhir::element::{ADMINISTRATION, BUNDLE, Element, Object, REQUEST};
use crate::interchange::fhir::json::{Json, object};
use crate::interchange::fhir::release::{Release, Seen};
use crate::interchange::fhir::request::MedicationRequest;
use crate::interchange::fhir::requested::ReadRequest;
use crate::interchange::fhir::to_json;

/// What a written [`Bundle`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BundleType {
    /// A set of resources.
    Collection,
    /// The answer to a search, all of it.
    Searchset,
}

/// A `Bundle` of requests and administrations of one release.
///
/// ```
/// use aso_regimen::interchange::fhir::{
///     Bundle, BundleType, Medication, Release, medication_request, read_bundle,
/// };
///
/// let order = Medication::named("tofersen")?.for_subject("Patient/17")?;
/// let regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let request = medication_request(&regimen, &order, Release::R4)?.ordered();
/// let bundle = Bundle::new(BundleType::Collection, [request], [])?;
///
/// let requests = read_bundle(&bundle.to_json(), Release::R4)?.into_requests()?;
/// assert_eq!(requests[0].regimen, regimen);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Bundle(Json);

impl Bundle {
    /// The requests, and after them the administrations.
    ///
    /// # Errors
    ///
    /// If they are of several releases.
    pub fn new(
        kind: BundleType,
        requests: impl IntoIterator<Item = MedicationRequest>,
        administrations: impl IntoIterator<Item = MedicationAdministration>,
    ) -> Result<Self, FormatError> {
        let requests = requests.into_iter().map(|one| (one.release, one.resource()));
        let administrations = administrations.into_iter().map(|one| (one.release, one.resource));
        let mut first = None;
        let entries =
            requests.chain(administrations).enumerate().map(|(index, (release, resource))| {
                let expected = *first.get_or_insert(release);
                if release != expected {
                    let expected = format!("a resource of {expected}, as the first is");
                    return Err(FormatError::expected(
                        format!("entry[{index}]"),
                        expected,
                        release,
                    ));
                }
                let matched = object([("mode", "match".into())]);
                let search = (kind == BundleType::Searchset).then_some(matched);
                Ok(object([("resource", resource), ("search", search.into())]))
            });
        let entries: Vec<Json> = entries.collect::<Result<_, _>>()?;
        let (code, total) = match kind {
            BundleType::Collection => ("collection", None),
            BundleType::Searchset => ("searchset", Some(entries.len())),
        };
        Ok(Self(object([
            ("resourceType", BUNDLE.into()),
            ("type", code.into()),
            ("total", total.into()),
            ("entry", entries.into()),
        ])))
    }

    /// The resource as JSON, indented.
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

/// What was read of a `Bundle`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ReadBundle {
    /// The release it is of; `None` if the caller did not choose one and no element tells.
    pub release: Option<Release>,
    /// Where the next page of the answer to a search is; `None` if this is the last.
    pub next_page: Option<String>,
    /// The entries in order, each with what it is.
    pub entries: Vec<ReadEntry>,
}

/// An entry of a [`ReadBundle`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ReadEntry {
    /// A `MedicationRequest`.
    Request(Box<ReadRequest>),
    /// A `MedicationAdministration`.
    Administration(Box<ReadAdministration>),
    /// One of the two that is not read, and why.
    #[serde(serialize_with = "as_text")]
    Refused(FormatError),
    /// A resource of another type, which is passed over.
    Other(String),
}

fn as_text<S: serde::Serializer>(error: &FormatError, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(error)
}

impl ReadBundle {
    /// The requests.
    ///
    /// # Errors
    ///
    /// If an entry was refused, or if there is a next page.
    pub fn into_requests(self) -> Result<Vec<ReadRequest>, FormatError> {
        self.each(|entry| match entry {
            ReadEntry::Request(request) => Some(*request),
            _ => None,
        })
    }

    /// The administrations.
    ///
    /// # Errors
    ///
    /// If an entry was refused, or if there is a next page.
    pub fn into_administrations(self) -> Result<Vec<ReadAdministration>, FormatError> {
        self.each(|entry| match entry {
            ReadEntry::Administration(administration) => Some(*administration),
            _ => None,
        })
    }

    fn each<T>(self, pick: impl Fn(ReadEntry) -> Option<T>) -> Result<Vec<T>, FormatError> {
        if let Some(next) = self.next_page {
            return Err(FormatError::expected("link", "the last page of a search", quoted(&next)));
        }
        let entries = self.entries.into_iter().filter_map(|entry| match entry {
            ReadEntry::Refused(why) => Some(Err(why)),
            entry => pick(entry).map(Ok),
        });
        entries.collect()
    }
}

/// Reads the requests and administrations of a `Bundle`, of the release that the caller chooses, or else of the one that
/// the document [shows](crate::interchange::fhir#releases).
///
/// A bundle is a `collection`, a `searchset`, a `document`, or a `transaction` or `batch` that creates or updates. An
/// entry that is not read does not keep the others from being read.
///
/// # Errors
///
/// If the text is not JSON or is not such a bundle. The error has the path of the element.
pub fn read_bundle(
    json: &str,
    release: impl Into<Option<Release>>,
) -> Result<ReadBundle, FormatError> {
    const TYPES: [&str; 5] = ["collection", "searchset", "document", "transaction", "batch"];
    let bundle = Element::document(json, BUNDLE)?;
    let mut seen = Seen::new(release.into());
    bundle.none_of(&["implicitRules"])?;
    let expected = "one of collection, searchset, document, transaction, batch";
    let kind = bundle.need("type", expected)?;
    if !TYPES.contains(&kind.text()?.as_str()) {
        return Err(kind.expected(expected));
    }
    let entries = bundle.get("entry").map(|entries| entries.array()).transpose()?;
    let entries = entries.unwrap_or_default().into_iter().filter_map(|entry| {
        read_entry(&entry, &mut seen).unwrap_or_else(|why| Some(ReadEntry::Refused(why)))
    });
    let entries = entries.collect();
    Ok(ReadBundle { release: seen.release, next_page: next_page(&bundle)?, entries })
}

/// What an entry is; `None` if it has no resource.
fn read_entry(entry: &Element<'_>, seen: &mut Seen) -> Result<Option<ReadEntry>, FormatError> {
    let entry = entry.object()?;
    let Some(resource) = entry.get("resource") else {
        return Ok(None);
    };
    let resource = resource.object()?;
    let kind = resource.need("resourceType", "the type of a resource")?.text()?;
    if kind != REQUEST && kind != ADMINISTRATION {
        return Ok(Some(ReadEntry::Other(kind)));
    }
    entry.none_of(&["modifierExtension"])?;
    if let Some(request) = entry.get("request") {
        let method = request.object()?.need("method", "POST or PUT")?;
        if !["POST", "PUT"].contains(&method.text()?.as_str()) {
            return Err(method.expected("POST or PUT"));
        }
    }
    let read = if kind == REQUEST {
        ReadEntry::Request(Box::new(ReadRequest::read(&resource, seen)?))
    } else {
        ReadEntry::Administration(Box::new(ReadAdministration::read(&resource, seen)?))
    };
    Ok(Some(read))
}

fn next_page(bundle: &Object<'_>) -> Result<Option<String>, FormatError> {
    let links = bundle.get("link").map(|links| links.array()).transpose()?;
    for link in links.unwrap_or_default() {
        let link = link.object()?;
        if link.need("relation", "a relation")?.text()? == "next" {
            return link.need("url", "a URL")?.text().map(Some);
        }
    }
    Ok(None)
}
