//! A relayer: from a request to an answer, without a socket.
//!
//! What may be asked is in [`claim`](super::claim), by whom in [`user`](super::user), how much in
//! [`quota`](super::quota). Requests reach it through a [`Server`](super::Server), or, as a [`Transport`], in process.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use antelope::{
    Checksum256, Crypto, Name, PackedAction, PermissionLevel, TimePoint, TimePointSec, pack,
};
use protocol::{
    signed::{Error as SignedError, Place},
    vaddress::{Address, VAddress},
};
use serde_json::{Value, json};

use super::{
    Observer, Policy, Record, RelayInfo, Relayed,
    claim::{self, Claim, Reading},
    metrics::Metrics,
    quota::{Party, Quotas, Ticket},
    recent::{Known, Recent},
    refusal::Refusal,
    request::Contracts,
    user::Check,
};
use crate::{
    client::Client,
    clock::{Clock, since},
    contracts::{ForceContract, VaccountContract},
    future::BoxFuture,
    info::Info,
    network::Network,
    receipt::Receipt,
    signer::{Signer, SoftwareCrypto},
    transport::{Response, Transport, TransportError},
};

/// How long the chain's time is taken for known: blocks are that far apart.
const MOMENT: Duration = Duration::from_millis(500);

/// An account that brings to the chain what key holders sign. Clones count as one.
///
/// Whatever it brings has its authority. So it brings nothing but what a key holder has signed for it, and those few
/// actions that are anybody's.
#[derive(Clone)]
pub struct Relayer {
    shared: Arc<Shared>,
    observer: Option<Observer>,
}

struct Shared {
    client: Client,
    force: ForceContract,
    vaccount: VaccountContract,
    contracts: Contracts,
    level: PermissionLevel,
    signer: Arc<dyn Signer>,
    policy: Policy,
    clock: Arc<dyn Clock>,
    quotas: Mutex<Quotas>,
    recent: Mutex<Recent>,
    metrics: Mutex<Metrics>,
    moment: Mutex<Option<(TimePoint, Info)>>,
    pending: AtomicUsize,
}

/// What a relayer answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The type of the body.
    pub content_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
    /// When the same may be tried again.
    pub retry_after: Option<Duration>,
}

/// A request that has been read.
struct Plan {
    user: Address,
    party: Party,
    claims: Vec<Claim>,
    openings: Vec<antelope::ExtendedSymbol>,
    actions: Vec<PackedAction>,
}

impl Relayer {
    /// The relayer that acts on the chain by `level`, for which `signer` signs.
    pub fn new(
        client: Client,
        network: &Network,
        level: PermissionLevel,
        signer: Arc<dyn Signer>,
        policy: Policy,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let shared = Shared {
            force: network.force(&client),
            vaccount: network.vaccount(&client),
            client,
            contracts: Contracts::new(network),
            level,
            signer,
            quotas: Mutex::new(Quotas::new(policy.limits)),
            policy,
            clock,
            recent: Mutex::default(),
            metrics: Mutex::default(),
            moment: Mutex::default(),
            pending: AtomicUsize::new(0),
        };
        Self { shared: Arc::new(shared), observer: None }
    }

    /// The same, which tells `observer` of each request for a transaction.
    #[must_use]
    pub fn with_observer(self, observer: Observer) -> Self {
        Self { observer: Some(observer), ..self }
    }

    /// The account.
    pub fn account(&self) -> Name {
        self.shared.level.actor
    }

    /// What it does.
    pub fn policy(&self) -> &Policy {
        &self.shared.policy
    }

    /// Answers a request. It should not be broken off: what was sent to the chain would not be counted.
    pub async fn answer(&self, path: &str, body: &[u8]) -> Answer {
        match path {
            "/transaction" => self.transaction(body).await,
            "/info" => match self.info().await {
                Ok(info) => Answer::json(200, &json!(info)),
                Err(refusal) => Answer::refusal(&refusal),
            },
            "/health" => match self.moment().await {
                Ok(info) => {
                    Answer::json(200, &json!({ "status": "ok", "block": info.head_block_num }))
                }
                Err(refusal) => Answer::refusal(&refusal),
            },
            "/metrics" => {
                let pending = self.shared.pending.load(Ordering::Relaxed);
                let text = lock(&self.shared.metrics).render(pending);
                let content_type = "text/plain; version=0.0.4";
                Answer { content_type, body: text.into_bytes(), ..Answer::json(200, &Value::Null) }
            }
            _ => Answer::refusal(&Refusal::NoSuchPath),
        }
    }

    /// The answer to a body that was not read.
    pub(super) fn unread(&self, refusal: &Refusal) -> Answer {
        self.tell(self.shared.clock.now(), None, Err(refusal))
    }

    async fn info(&self) -> Result<RelayInfo, Refusal> {
        let Shared { force, vaccount, policy, .. } = &*self.shared;
        Ok(RelayInfo {
            relayer: self.account(),
            chain_id: self.moment().await?.chain_id,
            force: force.account(),
            vaccount: vaccount.account(),
            actions: policy.actions.clone(),
            fees: policy.fees.clone(),
            max_actions: policy.limits.max_actions,
        })
    }

    async fn transaction(&self, body: &[u8]) -> Answer {
        let begun = self.shared.clock.now();
        let mut record = Record::new(begun);
        let result = match Slot::take(&self.shared) {
            Some(_slot) => self.relay(body, &mut record).await,
            None => Err(Refusal::Busy),
        };
        match result {
            Ok(relayed) => {
                self.tell(begun, Some(record), Ok(()));
                Answer::json(200, &json!(relayed))
            }
            Err(refusal) => self.tell(begun, Some(record), Err(&refusal)),
        }
    }

    /// Counts a request and tells of it. Gives the answer to one that was refused.
    fn tell(
        &self,
        begun: TimePoint,
        record: Option<Record>,
        result: Result<(), &Refusal>,
    ) -> Answer {
        let mut record = record.unwrap_or_else(|| Record::new(begun));
        let elapsed = since(self.shared.clock.now(), begun);
        record.elapsed_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        let answer = match result {
            Ok(()) => Answer::json(200, &Value::Null),
            Err(refusal) => {
                (record.status, record.outcome) = (refusal.status(), refusal.label());
                record.reason = Some(refusal.to_string());
                Answer::refusal(refusal)
            }
        };
        lock(&self.shared.metrics).count(&record);
        if let Some(observer) = &self.observer {
            observer(&record);
        }
        answer
    }

    async fn relay(&self, body: &[u8], record: &mut Record) -> Result<Relayed, Refusal> {
        let Shared { client, signer, clock, quotas, recent, .. } = &*self.shared;
        let info = self.moment().await?;
        let plan = self.read(body, &info, record)?;
        record.user = Some(plan.user.0.to_string());
        let digest = SoftwareCrypto.sha256(&pack(&plan.actions));
        let signed: Vec<_> = plan.claims.iter().map(|claim| claim.digest).collect();
        // Not in the `match`, which would hold the lock as long as it takes.
        let known = lock(recent).get(&digest, &signed, clock.now())?;
        match known {
            Some(Known::Done(relayed)) => {
                record.outcome = "repeated";
                record.transaction = Some(relayed.transaction_id);
                return Ok(relayed);
            }
            Some(Known::Open(pending, estimate)) => {
                record.transaction = Some(pending.id());
                let receipt = client.submit(&pending).await?;
                return Ok(self.done(digest, &signed, &receipt, estimate, record));
            }
            None => {}
        }

        let mut ticket = Ticket::enter(quotas, plan.party, clock.now())?;
        self.check(&plan).await?;
        let estimate = match client.simulate(&plan.actions).await {
            Ok(receipt) => receipt.ram_delta(self.account()),
            // How much it takes is known when it is done. Proxies say in many ways that a node does not offer it.
            Err(error) if error.is_not_offered() || error.is_http_status() => 0,
            Err(error) => return Err(error.into()),
        };
        ticket.reserve(clock.now(), estimate)?;
        let pending = match client.prepare(&[&**signer], &plan.actions).await {
            Ok(pending) => pending,
            Err(error) => {
                ticket.spend(clock.now(), 0);
                return Err(error.into());
            }
        };
        record.transaction = Some(pending.id());
        match client.submit(&pending).await {
            Ok(receipt) => {
                let relayed = self.done(digest, &signed, &receipt, estimate, record);
                ticket.spend(clock.now(), relayed.ram_bytes);
                Ok(relayed)
            }
            Err(error) => {
                if error.is_undecided() {
                    lock(recent).keep_open(digest, clock.now(), pending, estimate);
                } else {
                    ticket.spend(clock.now(), 0);
                }
                Err(error.into())
            }
        }
    }

    /// Keeps in mind what was executed.
    fn done(
        &self,
        digest: Checksum256,
        signed: &[Checksum256],
        receipt: &Receipt,
        estimate: i64,
        record: &mut Record,
    ) -> Relayed {
        record.ram_bytes = match receipt.actions.is_empty() {
            true => estimate,
            false => receipt.ram_delta(self.account()),
        };
        record.cpu_us = receipt.cpu_usage_us;
        let relayed = Relayed {
            transaction_id: receipt.id,
            block_num: receipt.block_num,
            ram_bytes: record.ram_bytes,
            return_values: return_values(receipt),
        };
        let Shared { clock, recent, .. } = &*self.shared;
        lock(recent).keep(digest, signed, clock.now(), relayed.clone());
        relayed
    }

    /// Reads a request: what is in it has been signed by one user, for here and now.
    fn read(&self, body: &[u8], info: &Info, record: &mut Record) -> Result<Plan, Refusal> {
        let Shared { contracts, policy, level, .. } = &*self.shared;
        let is_allowed = |name| policy.actions.contains(&name);
        let requested = contracts.read(body, policy.limits.max_actions, is_allowed)?;
        record.actions = requested.iter().map(|one| one.name).collect();

        let head = TimePointSec::from(info.head_block_time).0;
        let now = TimePointSec(head.saturating_add(policy.limits.margin_sec));
        let (mut users, mut claims, mut openings) = (Vec::new(), Vec::new(), Vec::new());
        let mut actions = Vec::new();
        for one in requested {
            let (account, action) = (one.account, one.name);
            let place = Place { chain_id: &info.chain_id, contract: account, action, now };
            let reading = claim::read(one.contract, &one.data, &place, level.actor)
                .ok_or(Refusal::Forbidden { account, name: action })??;
            let data = match reading {
                Reading::Signed(claim) => {
                    users.push(claim.signer);
                    claims.push(claim);
                    one.data
                }
                Reading::Open { user, token, data } => {
                    if !policy.tokens.contains(&token) {
                        return Err(Refusal::OtherToken(token));
                    }
                    users.push(user);
                    openings.push(token);
                    data
                }
                Reading::Anyones { data } => data,
            };
            let authorization = vec![*level];
            actions.push(PackedAction { account, name: action, authorization, data });
        }
        let Some(user) = users.first().copied() else {
            let name = record.actions.first().copied().unwrap_or_default();
            return Err(Refusal::Unsigned(name));
        };
        if users.iter().any(|other| *other != user) {
            return Err(Refusal::SeveralUsers);
        }
        let is_signed = !claims.is_empty();
        if !is_signed && openings.len() < actions.len() {
            return Err(Refusal::Unsigned(claim::ASSIGN));
        }
        let party = if is_signed { Party::User(user) } else { Party::Newcomers };
        Ok(Plan { user, party, claims, openings, actions })
    }

    /// Checks what was read against the chain.
    async fn check(&self, plan: &Plan) -> Result<(), Refusal> {
        let Shared { force, vaccount, policy, .. } = &*self.shared;
        let user = VAddress::Address(plan.user);
        for token in &plan.openings {
            if let Some(row) = vaccount.account_of(user, *token).await? {
                return Err(Refusal::IsOpen(row.id));
            }
        }
        let mut check = Check::new(force, vaccount, self.account(), plan.user);
        for claim in &plan.claims {
            check.next(claim).await?;
            let Some(toll) = &claim.toll else { continue };
            let token = check.token(claim.subject, toll).await?;
            let least = policy.fees.iter().find(|fee| Some(fee.token()) == token);
            let Some(least) = least else { continue };
            let is_paid = toll.fee.is_some_and(|fee| {
                fee.token() == least.token() && fee.quantity.amount >= least.quantity.amount
            });
            if !is_paid {
                return Err(Refusal::Fee(*least));
            }
        }
        Ok(())
    }

    /// The chain as it was a moment ago.
    async fn moment(&self) -> Result<Info, Refusal> {
        let Shared { client, clock, moment, .. } = &*self.shared;
        let now = clock.now();
        if let Some((then, info)) = &*lock(moment)
            && *then <= now
            && since(now, *then) < MOMENT
        {
            return Ok(info.clone());
        }
        let info = client.get_info().await?;
        if info.chain_id == Checksum256::default() {
            return Err(SignedError::NoChain.into());
        }
        *lock(moment) = Some((now, info.clone()));
        Ok(info)
    }
}

impl Transport for Relayer {
    /// Answers in this process.
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let Answer { status, body, retry_after, .. } = self.answer(path, &body).await;
            Ok(Response { retry_after, ..Response::new(status, body) })
        })
    }
}

impl fmt::Debug for Relayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shared { level, policy, .. } = &*self.shared;
        f.debug_struct("Relayer")
            .field("level", level)
            .field("policy", policy)
            .finish_non_exhaustive()
    }
}

impl Answer {
    fn json(status: u16, body: &Value) -> Self {
        let content_type = "application/json";
        Self { status, content_type, body: body.to_string().into_bytes(), retry_after: None }
    }

    pub(super) fn refusal(refusal: &Refusal) -> Self {
        let retry_after = refusal.retry_after();
        Self { retry_after, ..Self::json(refusal.status(), &refusal.body()) }
    }
}

/// One of the requests that may be under way at the same time.
struct Slot<'a>(&'a AtomicUsize);

impl<'a> Slot<'a> {
    fn take(shared: &'a Shared) -> Option<Self> {
        let slot = Self(&shared.pending);
        let before = shared.pending.fetch_add(1, Ordering::Relaxed);
        (before < shared.policy.limits.pending_for_all).then_some(slot)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What the actions of the transaction itself returned.
fn return_values(receipt: &Receipt) -> Vec<String> {
    let own = receipt
        .actions
        .iter()
        .filter(|trace| trace.creator_ordinal == 0 && trace.receiver == trace.action.account);
    own.map(|trace| hex::encode(&trace.return_value)).collect()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind these locks is whole after each step.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
