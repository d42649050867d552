//! The embedded chain under a script.
//!
//! What is compared is told by [`recording`](crate::recording).

use antelope::{Checksum256, SignedTransaction};
use chain::{Chain, Config, Error, Failure, Trace, feature::Features};

use crate::{
    recording::{ActionOutcome, Outcome, ReceiptOutcome, Recording, Refusal},
    script::Script,
    stage::{Command, Stage},
    state::Lines,
    world,
};

/// A chain in the [world](crate::world), ready for scripts.
#[derive(Clone, Debug)]
pub struct Embedded {
    chain: Chain,
    stage: Stage,
}

/// Fuel for a microsecond. So much that everything is billed the least that is possible, as on the oracle.
const FAST: u64 = 400_000;

impl Embedded {
    /// Makes the world.
    ///
    /// # Errors
    /// When the chain refuses a step of it.
    pub fn new() -> Result<Self, String> {
        let features: Features = world::features().take(1).collect();
        let config = Config { features, fuel_per_microsecond: FAST, ..Config::default() };
        let genesis = config.genesis_time;
        let chain = Chain::new(config);
        let stage = Stage::new(chain.id(), chain.head().id, genesis);
        let mut made = Self { chain, stage };
        for step in world::steps() {
            if let Some(Outcome { error: Some(error), .. }) = made.step(&step)? {
                return Err(format!("the world cannot be made: {}", error.message));
            }
        }
        Ok(made)
    }

    /// Runs a script on a copy of the world.
    ///
    /// # Errors
    /// When a step cannot be understood.
    pub fn run(&self, script: &Script) -> Result<Recording, String> {
        let mut copy = self.clone();
        let steps = script.steps.iter().map(|step| copy.step(step)).collect::<Result<_, _>>()?;
        let head = copy.chain.produce_block().id;
        Ok(Recording { steps, head, state: Lines::of(&copy.chain).into_lines() })
    }

    fn step(&mut self, step: &crate::script::Step) -> Result<Option<Outcome>, String> {
        let mut outcome = None;
        for command in self.stage.commands(step)? {
            match command {
                Command::Push(signed) => outcome = Some(self.push(*signed)),
                Command::Block(time) => {
                    self.chain.produce_block();
                    self.chain.skip_to(time);
                }
            }
        }
        Ok(outcome)
    }

    fn push(&mut self, signed: SignedTransaction) -> Outcome {
        match self.chain.push_signed(signed) {
            Ok(trace) => outcome(&trace, None),
            Err(failure) => {
                let Failure { error, trace } = *failure;
                outcome(&trace, Some(&error))
            }
        }
    }
}

fn outcome(trace: &Trace, error: Option<&Error>) -> Outcome {
    let actions = trace.actions.iter().map(|action| ActionOutcome {
        ordinals: [action.ordinal, action.creator, action.closest_unnotified_ancestor],
        receiver: action.receiver,
        account: action.action.account,
        name: action.action.name,
        console: action.console.clone(),
        ram_deltas: action.ram_deltas.clone(),
        return_value: hex::encode(&action.return_value),
        receipt: action.receipt.as_ref().map(|receipt| ReceiptOutcome {
            global: receipt.global_sequence,
            recv: receipt.recv_sequence,
            auth: receipt.auth_sequence.clone(),
            code: receipt.code_sequence.into(),
            abi: receipt.abi_sequence.into(),
            digest: Checksum256(receipt.action_digest.0),
        }),
        error: action.error.as_ref().map(refusal),
        error_code: action.error.as_ref().and_then(Error::error_code),
    });
    Outcome { error: error.map(refusal), net: trace.net_usage, actions: actions.collect() }
}

fn refusal(error: &Error) -> Refusal {
    let exception = error.exception();
    // What the chain says in parentheses behind the node's words is what to do about refused code.
    let message = match exception.name {
        "wasm_serialization_error" => error.message().split(" (").next().unwrap_or_default(),
        _ => error.message(),
    };
    Refusal::new(exception.code.into(), exception.name, message)
}
