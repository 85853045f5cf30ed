//! The response of one compartment to drug in another: drug flows in both directions within a part of the model, and in
//! one direction from part to part.

use crate::kinetics::chain::Paths;
use crate::kinetics::modes::{MAX_COMPARTMENTS, Modes, modes};
use crate::kinetics::response::{Places, Response};

/// Compartments with flows per day from the row to the column, and out of the body.
pub(crate) struct Flows<'m> {
    pub(crate) within: &'m [Vec<f64>],
    pub(crate) lost: &'m [f64],
}

/// Compartments that drug flows between there and back, and their modes.
struct Part {
    members: Vec<usize>,
    modes: Modes<MAX_COMPARTMENTS>,
    /// The place of its first mode among those of all parts.
    first: usize,
}

impl Flows<'_> {
    /// The amount in one compartment after one unit into another; `None` if between them drug flows in a circle that is
    /// not in balance.
    pub(crate) fn response(&self, from: usize, to: usize) -> Option<Response> {
        let reach = self.reach();
        let on_the_way = |k: usize| reach[from][k] && reach[k][to];
        let mut parts: Vec<Part> = Vec::new();
        let mut modes = 0;
        for k in (0..self.lost.len()).filter(|k| on_the_way(*k)) {
            if parts.iter().all(|part| !part.members.contains(&k)) {
                let members: Vec<usize> =
                    (0..self.lost.len()).filter(|j| reach[k][*j] && reach[*j][k]).collect();
                let own = self.modes(&members)?;
                let number = members.len();
                parts.push(Part { members, modes: own, first: modes });
                modes += number;
            }
        }
        match parts.as_slice() {
            [] => Some(Response::sum(&[])),
            [part] => {
                let [from, to] = [from, to].map(|k| part.place(k));
                Some(Response::sum(part.modes.between(from?, to?).as_slice()))
            }
            parts => Some(Ways::response(self, parts, from, to)),
        }
    }

    /// Which compartments drug gets to from which.
    fn reach(&self) -> Vec<Vec<bool>> {
        let n = self.lost.len();
        let mut reach: Vec<Vec<bool>> =
            (0..n).map(|i| (0..n).map(|j| i == j || self.within[i][j] > 0.0).collect()).collect();
        for via in 0..n {
            for from in 0..n {
                for to in 0..n {
                    reach[from][to] |= reach[from][via] && reach[via][to];
                }
            }
        }
        reach
    }

    /// The modes of some compartments, if among them every flow is balanced by one back. What leaves them is as good as
    /// eliminated.
    fn modes(&self, members: &[usize]) -> Option<Modes<MAX_COMPARTMENTS>> {
        let scale = self.balance(members)?;
        let mut shared = [[0.0; MAX_COMPARTMENTS]; MAX_COMPARTMENTS];
        let mut lost = [0.0; MAX_COMPARTMENTS];
        for (i, one) in members.iter().enumerate() {
            lost[i] = self.lost[*one];
            for other in 0..self.lost.len() {
                match members.iter().position(|member| *member == other) {
                    Some(j) => {
                        shared[i][j] = (self.within[*one][other] * self.within[other][*one]).sqrt();
                    }
                    None => lost[i] += self.within[*one][other],
                }
            }
        }
        Some(modes(members.len(), &shared, &scale, &lost))
    }

    /// The roots of the amounts at which every flow equals the flow back, or `None` where there are none such.
    fn balance(&self, members: &[usize]) -> Option<[f64; MAX_COMPARTMENTS]> {
        let mut amounts = [0.0; MAX_COMPARTMENTS];
        amounts[0] = 1.0;
        let mut found = vec![0];
        let mut next = 0;
        while let Some(i) = found.get(next).copied() {
            next += 1;
            for j in 0..members.len() {
                let there = self.within[members[i]][members[j]];
                let back = self.within[members[j]][members[i]];
                if there == 0.0 && back == 0.0 {
                    continue;
                }
                if there == 0.0 || back == 0.0 {
                    return None;
                }
                let amount = amounts[i] * there / back;
                if amounts[j] == 0.0 {
                    amounts[j] = amount;
                    found.push(j);
                } else if (amounts[j] / amount - 1.0).abs() > 1e-12 {
                    return None;
                }
            }
        }
        Some(amounts.map(f64::sqrt))
    }

    /// How many flows one after the other lead from one compartment to another that it reaches.
    fn distance(&self, from: usize, to: usize) -> usize {
        let mut reached = vec![from];
        let mut distance = 0;
        while !reached.contains(&to) {
            let next = (0..self.lost.len()).filter(|j| {
                reached.contains(j) || reached.iter().any(|i| self.within[*i][*j] > 0.0)
            });
            reached = next.collect();
            distance += 1;
        }
        distance
    }
}

impl Part {
    fn place(&self, compartment: usize) -> Option<usize> {
        self.members.iter().position(|member| *member == compartment)
    }
}

/// The ways through several parts to a compartment, added up.
struct Ways<'m> {
    flows: &'m Flows<'m>,
    parts: &'m [Part],
    to: usize,
    places: Places,
    paths: Paths,
}

impl<'m> Ways<'m> {
    fn response(flows: &'m Flows<'m>, parts: &'m [Part], from: usize, to: usize) -> Response {
        let rates = parts.iter().flat_map(|part| part.modes.rates());
        let places = Places::of(rates.copied());
        let paths = Paths::among(places.rates());
        let mut ways = Self { flows, parts, to, places, paths };
        for part in parts {
            if let Some(entered) = part.place(from) {
                for mode in 0..part.members.len() {
                    ways.follow(part, mode, part.modes.entry(entered, mode), &[]);
                }
            }
        }
        // So many flows away nothing is there at first, and its first slopes are none.
        ways.paths.begin_with(flows.distance(from, to));
        Response::along(&ways.places, &ways.paths)
    }

    /// Follows what came along a path into a mode of a part, by every flow that leads on.
    fn follow(&mut self, part: &Part, mode: usize, weight: f64, before: &[usize]) {
        let mut path = before.to_vec();
        path.push(self.places.place[part.first + mode]);
        path.sort_unstable();
        if let Some(end) = part.place(self.to) {
            self.paths.add(&path, weight * part.modes.exit(end, mode));
        }
        for next in self.parts.iter().filter(|next| next.first != part.first) {
            for other in 0..next.members.len() {
                let mut flow = 0.0;
                for (left, one) in part.members.iter().enumerate() {
                    for (entered, into) in next.members.iter().enumerate() {
                        let rate = self.flows.within[*one][*into];
                        flow +=
                            part.modes.exit(left, mode) * rate * next.modes.entry(entered, other);
                    }
                }
                if flow != 0.0 {
                    self.follow(next, other, weight * flow, &path);
                }
            }
        }
    }
}
