//! Bundles of requests and administrations, out and in.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, FixedOffset};
use serde::{Serialize, Serializer};

use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::fhir::administered::ReadAdministration;
use crate::interchange::fhir::administration::MedicationAdministration;
use crate::interchange::fhir::element::{ADMINISTRATION, BUNDLE, Element, Object, REQUEST};
use crate::interchange::fhir::json::{Json, Member, object};
use crate::interchange::fhir::order::MedicationOrder;
use crate::interchange::fhir::release::{Differing::OfR5, Release, Seen};
use crate::interchange::fhir::request::MedicationRequest;
use crate::interchange::fhir::requested::ReadRequest;
use crate::interchange::fhir::{ONE_LINE, to_json};
use crate::text::excerpt::{excerpt, quoted};

/// A `Bundle` of requests and administrations of one release, and of the patients that they refer to.
///
/// ```
/// use aso_regimen::interchange::fhir::{
///     Bundle, Medication, Release, medication_request, read_bundle,
/// };
///
/// let order = Medication::named("tofersen")?.for_subject("Patient/17")?;
/// let regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let request = medication_request(&regimen, &order, Release::R4)?.ordered();
/// let bundle = Bundle::new([request], [])?;
/// let bundle = bundle.with_patient(&order, "Test Otter")?;
///
/// let requests = read_bundle(&bundle.to_json(), Release::R4)?.into_requests()?;
/// assert_eq!(requests[0].regimen, regimen);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    entries: Vec<Json>,
    /// Those of the entries.
    urls: HashSet<String>,
    /// The name of each patient, by subject.
    patients: BTreeMap<String, String>,
}

impl Serialize for Bundle {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bundle = object([
            ("resourceType", BUNDLE.into()),
            ("type", "collection".into()),
            ("entry", self.entries.clone().into()),
        ]);
        bundle.serialize(serializer)
    }
}

impl Bundle {
    /// Returns a `collection` with the requests, followed by the administrations.
    ///
    /// The `fullUrl` of each entry is a UUID that is computed from the resource. An administration of a course has a
    /// reference to its request, if that is one of the requests: [`MedicationRequest::of_course`] for those since the last
    /// change of regimen, [`MedicationRequest::all_of_course`] for all of them.
    ///
    /// # Errors
    ///
    /// If the resources are of several releases.
    pub fn new(
        requests: impl IntoIterator<Item = MedicationRequest>,
        administrations: impl IntoIterator<Item = MedicationAdministration>,
    ) -> Result<Self, FormatError> {
        let mut bundle =
            Self { entries: Vec::new(), urls: HashSet::new(), patients: BTreeMap::new() };
        // The address of the request of each run; `None` if it has several.
        let (mut first, mut urls) = (None, HashMap::new());
        let key = |(medication, subject): (Member, Json), run: usize| {
            (to_json(&object([medication, ("subject", subject)])), run)
        };
        for request in requests {
            bundle.check_release(&mut first, request.release)?;
            let url = bundle.push(None, request.resource());
            if let Some(run) = request.run {
                let its = urls.entry(key(request.of, run));
                its.and_modify(|several| *several = None).or_insert(Some(url));
            }
        }
        for administration in administrations {
            bundle.check_release(&mut first, administration.release)?;
            let MedicationAdministration { mut resource, of, run, .. } = administration;
            if let (Some(Some(url)), Json::Object(members)) =
                (urls.get(&key(of, run)), &mut resource)
            {
                members.push(("request", object([("reference", url.clone().into())])));
            }
            bundle.push(None, resource);
        }
        Ok(bundle)
    }

    fn check_release(
        &self,
        first: &mut Option<Release>,
        release: Release,
    ) -> Result<(), FormatError> {
        let expected = *first.get_or_insert(release);
        if release == expected {
            return Ok(());
        }
        let expected = format!("a resource of {expected}, as the first is");
        Err(FormatError::expected(format!("entry[{}]", self.entries.len()), expected, release))
    }

    /// Adds an entry and returns its address: this one, or else a UUID of its own.
    fn push(&mut self, url: Option<String>, resource: Json) -> String {
        let url = url.unwrap_or_else(|| {
            let hash = fnv_1a(to_json(&resource).as_bytes());
            let mut uuids = (0..).map(|more| uuid(hash.wrapping_add(more)));
            uuids.find(|uuid| !self.urls.contains(uuid)).expect("there are more than entries")
        });
        self.urls.insert(url.clone());
        self.entries.push(object([("fullUrl", url.clone().into()), ("resource", resource)]));
        url
    }

    /// Returns this bundle with a further entry: a `Patient` with a name, the subject of an order. If the subject is a URL
    /// such as `https://clinic.example/Patient/17`, it is also the `fullUrl` of the entry, by which receivers resolve the
    /// reference. The same patient with the same name is written once.
    ///
    /// # Errors
    ///
    /// If the subject does not end in `Patient/` and an id of 1 to 64 letters, digits, `-` and `.`, if the name is blank or
    /// has a control character, or if the patient is in the bundle with another name.
    pub fn with_patient(
        mut self,
        order: &MedicationOrder<'_>,
        name: &str,
    ) -> Result<Self, FormatError> {
        let subject = order.subject;
        let is_id = |id: &str| {
            let known = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
            (1..=64).contains(&id.len()) && id.chars().all(known)
        };
        let parts = subject.rsplit_once("Patient/");
        let parts =
            parts.filter(|(base, id)| is_id(id) && (base.is_empty() || base.ends_with('/')));
        let expected = "a reference such as Patient/17 or https://clinic.example/Patient/17";
        let (base, id) =
            parts.ok_or_else(|| FormatError::expected("subject", expected, quoted(subject)))?;
        check_plain("name", ONE_LINE, name, &[])?;
        match self.patients.get(subject) {
            Some(other) if other == name => return Ok(self),
            Some(other) => {
                let expected =
                    format!("{}, as {} is called before", quoted(other), excerpt(subject));
                return Err(FormatError::expected("name", expected, quoted(name)));
            }
            None => self.patients.insert(subject.to_owned(), name.to_owned()),
        };
        let name = object([("text", name.to_owned().into())]);
        let patient = object([
            ("resourceType", "Patient".into()),
            ("id", id.to_owned().into()),
            ("name", [name].into()),
        ]);
        let url = (!base.is_empty()).then(|| subject.to_owned());
        self.push(url, patient);
        Ok(self)
    }

    /// Returns the resource as indented JSON.
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

/// The FNV-1a hash of 128 bits.
fn fnv_1a(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

/// A UUID of these bits, as a URL. The first digit of its third and of its fourth part is 8, for version 8 and the variant
/// of RFC 9562.
fn uuid(bits: u128) -> String {
    let hex = format!("{bits:032x}");
    let parts = [&hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..]];
    let [low, mid, version, variant, node] = parts;
    format!("urn:uuid:{low}-{mid}-8{version}-8{variant}-{node}")
}

/// A `Bundle` as it was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ReadBundle {
    /// The release; `None` if the caller did not choose one and no element shows it.
    pub release: Option<Release>,
    /// The address of the next page of a search; `None` if this is the last page.
    pub next_page: Option<String>,
    /// The entries, in order.
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
    /// A request or administration that cannot be read, with the reason.
    #[serde(serialize_with = "as_text")]
    Refused(FormatError),
    /// An older version of a resource that the bundle has again, with its `fullUrl` without `_history`, or else its type
    /// and `id`.
    Superseded(String),
    /// A resource of another type, which is not read.
    Other(String),
}

fn as_text<S: Serializer>(error: &FormatError, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(error)
}

impl ReadBundle {
    /// Returns the requests.
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

    /// Returns the administrations.
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

/// Reads the requests and administrations of a `Bundle` of a release, or of the one that the document
/// [shows](crate::interchange::fhir#releases).
///
/// The bundle must be a `collection`, a `searchset`, a `document`, or a `transaction` or `batch` that creates or
/// updates. An entry that cannot be read becomes [`ReadEntry::Refused`], and the others are still read. Two rules:
///
/// - **Deletion**: an entry about a request or administration whose `request.method` is not POST or PUT, such as
///   DELETE, is refused.
/// - **Versions**: entries with the same `fullUrl` or the same type and `id` are versions of one resource, in any order.
///   A `fullUrl` is compared without `/_history/` and what follows. The version with the latest `meta.lastUpdated` is
///   read, and the others become [`ReadEntry::Superseded`]. If the times do not tell which is the latest, all versions
///   that may be it are refused. If versions of one resource have two `fullUrl`s, which may be of two servers, or two
///   types or `id`s, all of them are refused.
///
/// ```
/// use aso_regimen::interchange::fhir::{ReadEntry, read_bundle};
///
/// let version = |updated: &str, status: &str| format!(r#"{{"resource": {{
///   "resourceType": "MedicationAdministration", "id": "1",
///   "meta": {{"lastUpdated": "{updated}"}},
///   "status": "{status}", "effectiveDateTime": "2026-01-05",
///   "dosage": {{"dose": {{"value": 100, "unit": "mg"}}}}}}}}"#);
/// let json = format!(
///     r#"{{"resourceType": "Bundle", "type": "collection", "entry": [{}, {}]}}"#,
///     version("2026-01-06T09:00:00Z", "entered-in-error"),
///     version("2026-01-05T10:30:00Z", "completed"));
/// let bundle = read_bundle(&json, None)?;
/// assert!(matches!(&bundle.entries[1], ReadEntry::Superseded(name)
///     if name == "MedicationAdministration/1"));
/// let read = bundle.into_administrations()?;
/// assert_eq!(read.len(), 1);
/// assert_eq!(read[0].status.code(), "entered-in-error");
/// # Ok::<(), aso_regimen::interchange::FormatError>(())
/// ```
///
/// # Errors
///
/// If the text is not JSON or not such a bundle. The error states the path of the element.
pub fn read_bundle(
    json: &str,
    release: impl Into<Option<Release>>,
) -> Result<ReadBundle, FormatError> {
    const TYPES: [&str; 5] = ["collection", "searchset", "document", "transaction", "batch"];
    let bundle = Element::document(json, BUNDLE)?;
    let mut seen = Seen::new(release.into());
    bundle.none_of(&["implicitRules"])?;
    seen.check(&bundle, &[OfR5("issues")])?;
    bundle.only(&ELEMENTS)?;
    let expected = "one of collection, searchset, document, transaction, batch";
    let kind = bundle.need("type", expected)?;
    if !TYPES.contains(&kind.text()?.as_str()) {
        return Err(kind.expected(expected));
    }
    let all = bundle.get("entry").map(|entries| entries.array()).transpose()?;
    let (mut entries, mut versions) = (Vec::new(), Vec::new());
    for entry in all.unwrap_or_default() {
        let mut version = None;
        let read = read_entry(&entry, &mut seen, &mut version)
            .unwrap_or_else(|why| Some(ReadEntry::Refused(why)));
        if let Some(read) = read {
            entries.push(read);
            versions.push(version);
        }
    }
    supersede(&mut entries, &versions);
    Ok(ReadBundle { release: seen.release, next_page: next_page(&bundle)?, entries })
}

/// The elements of a `Bundle` of R4 (4.0.1) and R5 (5.0.0).
const ELEMENTS: [&str; 15] = [
    "resourceType",
    "id",
    "_id",
    "meta",
    "language",
    "_language",
    "identifier",
    "type",
    "timestamp",
    "_timestamp",
    "total",
    "link",
    "entry",
    "signature",
    "issues",
];

/// A resource in a bundle that may have it more than once.
struct Version {
    /// Its address, without that of a version.
    url: Option<String>,
    /// Its type and id.
    id: Option<String>,
    /// When it was changed, as it is written.
    updated: Option<String>,
    /// The same as a time; `None` if it cannot be read.
    time: Option<DateTime<FixedOffset>>,
    /// Where its entry is.
    path: String,
}

impl Version {
    /// The version of a resource of a type, in the entry at a path.
    fn of(
        (path, kind): (&str, &str),
        entry: &Object<'_>,
        resource: &Object<'_>,
    ) -> Result<Self, FormatError> {
        let text = |element: Option<Element<'_>>| element.map(|text| text.text()).transpose();
        let url = text(entry.get("fullUrl"))?;
        let meta = resource.get("meta").map(|meta| meta.object()).transpose()?;
        let updated = text(meta.and_then(|meta| meta.get("lastUpdated")))?;
        Ok(Self {
            url: url.map(|url| url.split("/_history/").take(1).collect()),
            id: text(resource.get("id"))?.map(|id| format!("{kind}/{id}")),
            time: updated.as_deref().and_then(|text| DateTime::parse_from_rfc3339(text).ok()),
            updated,
            path: path.to_owned(),
        })
    }

    /// What the resource is called; empty if it has no name.
    fn name(&self) -> &str {
        self.url.as_deref().or(self.id.as_deref()).unwrap_or_default()
    }
}

/// Leaves of several versions of a resource the latest, and if it is not known, none that may be it. The order of the
/// entries does not matter.
fn supersede(entries: &mut [ReadEntry], versions: &[Option<Version>]) {
    for resource in resources(versions) {
        let (refused, why) = if let Some(why) = contradiction(&resource) {
            (resource, why)
        } else {
            let latest = resource.iter().filter_map(|(_, version)| version.time).max();
            let (undecided, older): (Vec<_>, Vec<_>) = resource
                .into_iter()
                .partition(|(_, version)| version.time.is_none() || version.time == latest);
            for (place, version) in older {
                entries[place] = ReadEntry::Superseded(version.name().to_owned());
            }
            let Some(why) = no_latest(&undecided) else { continue };
            (undecided, why)
        };
        for (place, _) in refused {
            if !matches!(entries[place], ReadEntry::Refused(_)) {
                entries[place] = ReadEntry::Refused(why.clone());
            }
        }
    }
}

/// The versions of each resource, with their places. Those with one address are of one resource, and those with one type
/// and id.
fn resources(versions: &[Option<Version>]) -> Vec<Vec<(usize, &Version)>> {
    let mut first: HashMap<(&str, bool), usize> = HashMap::new();
    // Of each version an earlier one of the same resource, or itself.
    let mut earlier: Vec<usize> = (0..versions.len()).collect();
    let numbered = || versions.iter().enumerate().filter_map(|(at, one)| Some((at, one.as_ref()?)));
    for (place, version) in numbered() {
        let keys = [(version.url.as_deref(), true), (version.id.as_deref(), false)];
        for key in keys.into_iter().filter_map(|(key, is_url)| Some((key?, is_url))) {
            let other = *first.entry(key).or_insert(place);
            let [one, other] = [place, other].map(|of| earliest(&mut earlier, of));
            earlier[one.max(other)] = one.min(other);
        }
    }
    let mut resources: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for (place, version) in numbered() {
        resources.entry(earliest(&mut earlier, place)).or_default().push((place, version));
    }
    resources.into_values().collect()
}

/// The earliest version of a resource, by way of the earlier ones, to which the way is then shorter.
fn earliest(earlier: &mut [usize], mut of: usize) -> usize {
    while earlier[of] != of {
        earlier[of] = earlier[earlier[of]];
        of = earlier[of];
    }
    of
}

/// Why the versions are not of one resource: the first two that have one address for two resources, or two addresses
/// for one.
fn contradiction(versions: &[(usize, &Version)]) -> Option<FormatError> {
    let (mut of_url, mut of_id) = (HashMap::new(), HashMap::new());
    for (_, version) in versions {
        let (Some(url), Some(id)) = (&version.url, &version.id) else { continue };
        let place = format!("{}.fullUrl", version.path);
        let (other_id, path) = *of_url.entry(url).or_insert((id, &version.path));
        if other_id != id {
            let [id, other, url] = [id, other_id, url].map(|text| quoted(text));
            let found = format!("{url}, which {path} has for {other}");
            return Some(FormatError::expected(place, format!("the address of {id} alone"), found));
        }
        let (other_url, path) = *of_id.entry(id).or_insert((url, &version.path));
        if other_url != url {
            let expected = format!("{}, as {path} has it for {}", quoted(other_url), quoted(id));
            return Some(FormatError::expected(place, expected, quoted(url)));
        }
    }
    None
}

/// Why none of the versions that may be the latest is known to be it; `None` if there is one.
fn no_latest(versions: &[(usize, &Version)]) -> Option<FormatError> {
    let [(_, first), (_, second), ..] = versions else { return None };
    let without = versions.iter().map(|(_, version)| *version).find(|one| one.time.is_none());
    let version = without.unwrap_or(second);
    let mut found = version.updated.as_deref().map_or("no time".to_owned(), quoted);
    if without.is_none() {
        found = format!("{found}, the time of {}", first.path);
    }
    let place = format!("{}.resource.meta.lastUpdated", version.path);
    let name = quoted(version.name());
    let expected = format!("a time that tells which version of {name} is the latest");
    Some(FormatError::expected(place, expected, found))
}

/// What an entry is; `None` if it has no resource. Sets the version of one that is read.
fn read_entry(
    entry: &Element<'_>,
    seen: &mut Seen,
    version: &mut Option<Version>,
) -> Result<Option<ReadEntry>, FormatError> {
    let path = entry.path();
    let entry = entry.object()?;
    let resource = entry.get("resource").map(|resource| resource.object()).transpose()?;
    let kind = resource.as_ref().map(|one| one.need("resourceType", "the type of a resource"));
    let kind = kind.transpose()?.map(|kind| kind.text()).transpose()?;
    let is_read = |kind: &str| kind == REQUEST || kind == ADMINISTRATION;
    check_method(&entry, kind.as_deref().is_some_and(is_read))?;
    let (Some(resource), Some(kind)) = (resource, kind) else {
        return Ok(None);
    };
    if !is_read(&kind) {
        return Ok(Some(ReadEntry::Other(kind)));
    }
    entry.none_of(&["modifierExtension"])?;
    *version = Some(Version::of((path, &kind), &entry, &resource)?);
    let read = if kind == REQUEST {
        let mut request = ReadRequest::read(&resource, seen)?;
        request.known.url = version.as_ref().and_then(|version| version.url.clone());
        ReadEntry::Request(Box::new(request))
    } else {
        ReadEntry::Administration(Box::new(ReadAdministration::read(&resource, seen)?))
    };
    Ok(Some(read))
}

/// Refuses an entry that does not create or update one of the resources that are read, such as one that deletes it.
fn check_method(entry: &Object<'_>, mut is_read: bool) -> Result<(), FormatError> {
    let Some(request) = entry.get("request") else {
        return Ok(());
    };
    let request = request.object()?;
    if let Some(address) = request.get("url") {
        let address = address.text()?;
        let mut parts = address.split(['/', '?']);
        is_read |= parts.any(|part| part == REQUEST || part == ADMINISTRATION);
    }
    if !is_read {
        return Ok(());
    }
    let method = request.need("method", "POST or PUT")?;
    match method.text()?.as_str() {
        "POST" | "PUT" => Ok(()),
        _ => Err(method.expected("POST or PUT")),
    }
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
