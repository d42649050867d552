//! Several endpoints of one chain as one way to it: what fails is tried elsewhere.
//!
//! A request goes to the endpoint that answered the last one, so that what was written is read back, and to another one
//! only when that fails: no connection, no answer in time, an answer that is not from a node. What the chain answers is
//! final, whatever it is. An endpoint that has failed is left alone for a while, longer each time; one of another chain,
//! or with old blocks, until it is found well.
//!
//! A transaction may be sent to several endpoints in this way: it is the same signed one, which a chain executes once.
//! [`Response::is_repeated`] says when an earlier try may have had its effect.

mod gate;
mod record;
mod verdict;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use antelope::{Checksum256, TimePoint};

use super::{Response, Transport, TransportError};
use crate::{
    clock::{Clock, later, since, timeout},
    future::{BoxFuture, join_all},
    info::Info,
};
use gate::Gate;
use record::Record;
pub use record::Standing;
use verdict::Verdict;

const GET_INFO: &str = "/v1/chain/get_info";

/// What [`Endpoints`] keep to.
#[derive(Clone, Debug)]
pub struct EndpointsConfig {
    /// The chain that all have to be of; `None` for that of the first endpoint that answers.
    pub chain_id: Option<Checksum256>,
    /// How much older than the newest block of another endpoint an endpoint's newest block may be.
    pub max_head_age: Duration,
    /// How long it is believed how the endpoints stand, before all are asked again.
    pub recheck_after: Duration,
    /// How long one endpoint may take for one answer.
    pub attempt_timeout: Duration,
    /// How long a request may take as a whole.
    pub deadline: Duration,
    /// How often a request is tried at each endpoint.
    pub attempts: u32,
    /// How many requests may be under way at once.
    pub concurrency: usize,
    /// How many requests in a second each endpoint is sent; `None` for any number.
    pub requests_per_second: Option<u32>,
}

impl Default for EndpointsConfig {
    /// Ten seconds behind the others, asked again after a minute; 10 s for an attempt, three attempts at each endpoint,
    /// 60 s in all; 16 requests at once, at any rate.
    fn default() -> Self {
        Self {
            chain_id: None,
            max_head_age: Duration::from_secs(10),
            recheck_after: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(10),
            deadline: Duration::from_secs(60),
            attempts: 3,
            concurrency: 16,
            requests_per_second: None,
        }
    }
}

/// Several endpoints of one chain. Clones share what is known of them.
#[derive(Clone)]
pub struct Endpoints {
    shared: Arc<Shared>,
}

struct Shared {
    endpoints: Vec<Endpoint>,
    clock: Arc<dyn Clock>,
    config: EndpointsConfig,
    /// For requests.
    gate: Gate,
    /// For whoever examines the endpoints; the others wait for what he finds.
    examination: Gate,
    state: Mutex<State>,
}

struct Endpoint {
    name: String,
    transport: Box<dyn Transport>,
}

#[derive(Debug)]
struct State {
    records: Vec<Record>,
    chain_id: Option<Checksum256>,
    /// The endpoint that has answered last.
    current: usize,
    /// When all were examined.
    examined_at: Option<TimePoint>,
    /// How far the newest block was behind the clock then, in microseconds: the clock may be wrong.
    clock_lead: i64,
}

/// How an endpoint is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Health {
    /// Its name: the URL, if it has one.
    pub name: String,
    /// How it stands.
    pub standing: Standing,
    /// The state of its chain when it was last told.
    pub info: Option<Info>,
    /// How many requests in a row have failed.
    pub faults: u32,
    /// What the last fault was.
    pub last_fault: Option<TransportError>,
}

impl Endpoints {
    /// The endpoints at these URLs, by the clock of this machine.
    ///
    /// # Errors
    /// When there is none, or a URL is not one of http or https.
    #[cfg(feature = "http")]
    pub fn http<U: AsRef<str>>(
        urls: impl IntoIterator<Item = U>,
        config: EndpointsConfig,
    ) -> Result<Self, TransportError> {
        let endpoint = |url: U| -> Result<(String, Box<dyn Transport>), TransportError> {
            let http = super::Http::new(url.as_ref())?;
            Ok((http.url().to_owned(), Box::new(http)))
        };
        let endpoints: Vec<_> = urls.into_iter().map(endpoint).collect::<Result<_, _>>()?;
        Self::new(endpoints, crate::clock::System, config)
    }

    /// These transports, each with a name for people.
    ///
    /// # Errors
    /// When there is none.
    pub fn new(
        endpoints: impl IntoIterator<Item = (String, Box<dyn Transport>)>,
        clock: impl Clock + 'static,
        config: EndpointsConfig,
    ) -> Result<Self, TransportError> {
        let endpoints: Vec<_> =
            endpoints.into_iter().map(|(name, transport)| Endpoint { name, transport }).collect();
        if endpoints.is_empty() {
            return Err(TransportError::unreachable("no endpoint was named"));
        }
        let state = State {
            records: vec![Record::default(); endpoints.len()],
            chain_id: config.chain_id,
            current: 0,
            examined_at: None,
            clock_lead: 0,
        };
        let shared = Shared {
            endpoints,
            clock: Arc::new(clock),
            gate: Gate::new(config.concurrency.max(1)),
            examination: Gate::new(1),
            state: Mutex::new(state),
            config,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// How each endpoint was when it was last asked, in the order in which they were named.
    pub fn health(&self) -> Vec<Health> {
        let records = self.shared.lock().records.clone();
        let named = self.shared.endpoints.iter().zip(records);
        named
            .map(|(endpoint, record)| Health {
                name: endpoint.name.clone(),
                standing: record.standing,
                info: record.info,
                faults: record.faults,
                last_fault: record.last_fault,
            })
            .collect()
    }

    /// Asks all endpoints now where their chain is, also those that are left alone, and gives how they are.
    pub async fn examine(&self) -> Vec<Health> {
        let all: Vec<_> = (0..self.shared.endpoints.len()).collect();
        {
            let _place = self.shared.examination.enter().await;
            self.shared.examine(&all).await;
        }
        self.health()
    }
}

impl Transport for Endpoints {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let Shared { clock, config, .. } = &*self.shared;
            let limit = config.deadline;
            match timeout(clock, limit, self.shared.request(path, &body)).await {
                Some(result) => result,
                None => Err(TransportError::timeout(format!("no answer within {limit:?}"))),
            }
        })
    }
}

impl Shared {
    async fn request(&self, path: &str, body: &[u8]) -> Result<Response, TransportError> {
        let _place = self.gate.enter().await;
        let deadline = later(self.clock.now(), self.config.deadline);
        let mut attempts = vec![0; self.endpoints.len()];
        let mut is_repeated = false;
        let mut fault = None;
        while let Some(index) = self.choose(&mut attempts, deadline).await {
            attempts[index] += 1;
            match self.attempt(index, path, body).await {
                Verdict::Answer(response) => {
                    if path == GET_INFO && !self.confirm(index, &response.body).await {
                        continue;
                    }
                    self.succeeded(index);
                    return Ok(Response { is_repeated, ..response });
                }
                Verdict::Fault { result, may_have_arrived, retry_after } => {
                    is_repeated |= may_have_arrived;
                    let result = result.map_err(|error| error.of(&self.endpoints[index].name));
                    self.failed(index, &result, retry_after);
                    fault = Some(result);
                }
            }
        }
        match fault {
            Some(Ok(response)) => Ok(Response { is_repeated, ..response }),
            Some(Err(error)) if is_repeated => Err(error.repeated()),
            Some(Err(error)) => Err(error),
            None => Err(self.no_endpoint()),
        }
    }

    /// The endpoint for the next attempt: the current one if it is well, else the first that is; waits for one that will
    /// be asked again before the deadline. `None` when there is none that has attempts left.
    async fn choose(&self, attempts: &mut [u32], deadline: TimePoint) -> Option<usize> {
        loop {
            self.examine_when_due().await;
            let now = self.clock.now();
            let (usable, due, next) = {
                let state = self.lock();
                let count = state.records.len();
                let has_attempts = |index: &usize| attempts[*index] < self.config.attempts.max(1);
                let mut left =
                    (0..count).map(|step| (state.current + step) % count).filter(has_attempts);
                let usable = left.clone().find(|index| state.records[*index].is_usable(now));
                let aside = |index: &usize| state.records[*index].aside_until(now);
                let due: Vec<_> = left.clone().filter(|index| aside(index).is_none()).collect();
                // Another chain does not become ours in a moment.
                let next = left
                    .by_ref()
                    .filter(|index| state.records[*index].standing != Standing::OtherChain)
                    .filter_map(|index| aside(&index))
                    .min();
                (usable, due, next)
            };
            if usable.is_some() {
                return usable;
            }
            if !due.is_empty() {
                {
                    let _place = self.examination.enter().await;
                    self.examine(&due).await;
                }
                let state = self.lock();
                for index in due {
                    if state.records[index].standing != Standing::Good {
                        attempts[index] += 1;
                    }
                }
                continue;
            }
            let next = next.filter(|next| *next < deadline)?;
            self.clock.sleep(since(next, now)).await;
        }
    }

    /// Sends a request to an endpoint when its rate allows.
    async fn attempt(&self, index: usize, path: &str, body: &[u8]) -> Verdict {
        if let Some(rate) = self.config.requests_per_second {
            let interval = Duration::from_secs(1) / rate.max(1);
            let wait = self.lock().records[index].take_turn(self.clock.now(), interval);
            if !wait.is_zero() {
                self.clock.sleep(wait).await;
            }
        }
        let limit = self.config.attempt_timeout;
        let answer = self.endpoints[index].transport.post(path, body.to_vec());
        let result = timeout(&self.clock, limit, answer).await;
        Verdict::of(
            result.unwrap_or_else(|| {
                Err(TransportError::timeout(format!("no answer within {limit:?}")))
            }),
        )
    }

    /// Whether an endpoint's word on where its chain is lets it stay the current one. An answer that looks old is
    /// compared with what the others say.
    async fn confirm(&self, index: usize, body: &[u8]) -> bool {
        let Some(info) = read_info(body) else {
            self.failed(index, &Err(not_understood(&self.endpoints[index].name)), None);
            return false;
        };
        let age = self.clock.now().0.saturating_sub(info.head_block_time.0);
        let looks_old = {
            let mut state = self.lock();
            if state.chain_id.is_some_and(|expected| expected != info.chain_id) {
                // The examination puts it aside.
                state.examined_at = None;
            }
            let lead = age.saturating_sub(state.clock_lead);
            if TimePoint(lead) > later(TimePoint(0), self.config.max_head_age) {
                state.examined_at = None;
            }
            state.records[index].info = Some(info);
            state.examined_at.is_none()
        };
        if looks_old {
            self.examine_when_due().await;
        }
        self.lock().records[index].is_usable(self.clock.now())
    }

    /// Asks all endpoints that are not left alone where their chain is, when that was not done for some time.
    async fn examine_when_due(&self) {
        let is_due = |now| {
            let examined_at = self.lock().examined_at;
            examined_at.is_none_or(|then| now >= later(then, self.config.recheck_after))
        };
        if !is_due(self.clock.now()) {
            return;
        }
        let _place = self.examination.enter().await;
        // Somebody else may have done it meanwhile.
        let now = self.clock.now();
        if is_due(now) {
            let due: Vec<_> = {
                let state = self.lock();
                let records = state.records.iter().enumerate();
                let due = records.filter(|(_, record)| record.aside_until(now).is_none());
                due.map(|(index, _)| index).collect()
            };
            self.examine(&due).await;
            self.lock().examined_at = Some(self.clock.now());
        }
    }

    /// Asks endpoints where their chain is, and puts those aside that are of another chain, behind, or do not answer.
    async fn examine(&self, indices: &[usize]) {
        let answers = indices.iter().map(|index| -> BoxFuture<'_, Verdict> {
            Box::pin(self.attempt(*index, GET_INFO, b"{}"))
        });
        let answers = join_all(answers).await;
        let now = self.clock.now();
        let mut state = self.lock();
        for (index, verdict) in indices.iter().zip(answers) {
            let name = &self.endpoints[*index].name;
            let (info, fault, retry_after) = match verdict {
                Verdict::Answer(response) => {
                    (read_info(&response.body), not_understood(name), None)
                }
                Verdict::Fault { result: Ok(response), retry_after, .. } => {
                    (None, unexpected(name, &response), retry_after)
                }
                Verdict::Fault { result: Err(error), retry_after, .. } => {
                    (None, error.of(name), retry_after)
                }
            };
            match &info {
                Some(info) => {
                    let expected = *state.chain_id.get_or_insert(info.chain_id);
                    if info.chain_id == expected {
                        state.records[*index].found_good();
                    } else {
                        let text =
                            format!("{name}: of the chain {}, not {expected}", info.chain_id);
                        let until = later(now, self.config.recheck_after);
                        let fault = TransportError::unreachable(text);
                        state.records[*index].put_aside(Standing::OtherChain, until, fault);
                    }
                }
                None => state.records[*index].failed(now, fault, retry_after),
            }
            if info.is_some() {
                state.records[*index].info = info;
            }
        }
        self.compare(&mut state, indices, now);
    }

    /// Puts those of the endpoints aside that are behind the newest block known.
    fn compare(&self, state: &mut State, indices: &[usize], now: TimePoint) {
        let good = state.records.iter().filter(|record| record.standing == Standing::Good);
        let heads = good.filter_map(|record| record.info.as_ref()).map(|info| info.head_block_time);
        let Some(newest) = heads.max() else {
            return;
        };
        state.clock_lead = now.0.saturating_sub(newest.0);
        for index in indices {
            let record = &mut state.records[*index];
            let Some(info) = record.info.as_ref().filter(|_| record.standing == Standing::Good)
            else {
                continue;
            };
            let age = since(newest, info.head_block_time);
            if age > self.config.max_head_age {
                let name = &self.endpoints[*index].name;
                let text = format!("{name}: its newest block is {age:?} behind that of another");
                let until = later(now, self.config.max_head_age);
                record.put_aside(Standing::Stale, until, TransportError::unreachable(text));
            }
        }
    }

    fn succeeded(&self, index: usize) {
        let mut state = self.lock();
        state.records[index].succeeded();
        state.current = index;
    }

    fn failed(
        &self,
        index: usize,
        result: &Result<Response, TransportError>,
        retry_after: Option<Duration>,
    ) {
        let fault = match result {
            Ok(response) => unexpected(&self.endpoints[index].name, response),
            Err(error) => error.clone(),
        };
        self.lock().records[index].failed(self.clock.now(), fault, retry_after);
    }

    /// Why no endpoint could be asked at all.
    fn no_endpoint(&self) -> TransportError {
        let state = self.lock();
        let faults = state.records.iter().filter_map(|record| record.last_fault.as_ref());
        let faults: Vec<_> = faults.map(ToString::to_string).collect();
        TransportError::unreachable(format!("no endpoint can be used: {}", faults.join("; ")))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock leaves anything half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read_info(body: &[u8]) -> Option<Info> {
    serde_json::from_slice(body).ok()
}

fn not_understood(name: &str) -> TransportError {
    TransportError::new(format!("{name}: the answer of {GET_INFO} is not a node's"))
}

fn unexpected(name: &str, response: &Response) -> TransportError {
    TransportError::new(format!("{name}: http status {}", response.status))
}

impl fmt::Debug for Endpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.shared.endpoints.iter().map(|endpoint| &endpoint.name).collect();
        f.debug_struct("Endpoints").field("names", &names).finish_non_exhaustive()
    }
}
