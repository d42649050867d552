//! Keeping what was done: each input is on the disk before anybody is told what it did.
//!
//! Inputs that come at the same time are written together, by a thread of its own. After a while the whole node is
//! written, and the inputs before it forgotten. How they lie in the file is left to [`store`](super::store).

use std::{
    io,
    sync::mpsc::{Receiver, Sender, channel},
    thread::{self, JoinHandle},
};

use antelope::{Pack, TimePoint, Unpack};
use tokio::sync::watch;

use super::store::{Store, StoreError};
use crate::{devnet::Devnet, node::Node};

/// What changed the node.
#[derive(Clone, Debug, Pack, Unpack)]
pub(super) enum Input {
    /// The passing of time.
    Tick(TimePoint),
    /// A request.
    Request((String, Vec<u8>)),
}

impl Input {
    /// Does again what was done.
    pub(super) fn apply(&self, devnet: &mut Devnet) {
        match self {
            Self::Tick(now) => {
                devnet.node_mut().tick(*now);
            }
            Self::Request((path, body)) => {
                devnet.answer(path, body);
            }
        }
    }
}

/// Stands for all inputs up to one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticket(pub(super) u64);

enum Message {
    Input(Ticket, Vec<u8>),
    /// All inputs up to the ticket are in this node.
    Checkpoint(Ticket, Box<Node>),
}

/// Where inputs are handed in. Dropping it lets what was handed in be written.
#[derive(Debug)]
pub(super) struct Journal {
    messages: Sender<Message>,
    kept: Kept,
    writer: JoinHandle<()>,
    last: Ticket,
    checkpoint: Ticket,
    /// After so many inputs the whole node is written.
    inputs: u64,
}

/// Up to which ticket everything is on the disk, or why nothing is any more.
#[derive(Clone, Debug)]
pub(super) struct Kept(watch::Receiver<Result<Ticket, String>>);

impl Kept {
    /// Waits until everything up to the ticket is on the disk.
    ///
    /// # Errors
    /// When it never will be, with the reason.
    pub(super) async fn wait(&self, ticket: Ticket) -> Result<(), String> {
        let mut kept = self.0.clone();
        let reached = |kept: &Result<Ticket, _>| kept.as_ref().map_or(true, |kept| *kept >= ticket);
        match kept.wait_for(reached).await {
            Ok(kept) => kept.as_ref().map(|_| ()).map_err(Clone::clone),
            Err(_) => Err("the node is coming to its end".to_owned()),
        }
    }
}

impl Journal {
    /// Begins with this node, which is in the store when this returns.
    pub(super) fn start(mut store: Store, node: &Node) -> io::Result<Self> {
        store.write(Some((Ticket(0), &node.dump())), &[]).map_err(io::Error::other)?;
        let inputs = store.inputs;
        let (messages, received) = channel();
        let (keep, kept) = watch::channel(Ok(Ticket(0)));
        let writer = thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || write(&mut store, &received, &keep))?;
        let kept = Kept(kept);
        Ok(Self { messages, kept, writer, last: Ticket(0), checkpoint: Ticket(0), inputs })
    }

    /// Tells what is on the disk.
    pub(super) fn kept(&self) -> Kept {
        self.kept.clone()
    }

    /// Has an input kept, of which `node` is the result.
    pub(super) fn add(&mut self, input: Input, node: &Node) {
        self.last.0 += 1;
        self.send(Message::Input(self.last, antelope::pack(&input)));
        if self.last.0 - self.checkpoint.0 >= self.inputs {
            self.checkpoint(node);
        }
    }

    /// Has a whole node kept, in the place of all inputs.
    pub(super) fn checkpoint(&mut self, node: &Node) {
        self.last.0 += 1;
        self.checkpoint = self.last;
        self.send(Message::Checkpoint(self.last, Box::new(node.clone())));
    }

    fn send(&self, message: Message) {
        // A writer that has ended has left the reason with `Kept`.
        let _ = self.messages.send(message);
    }

    /// Stands for all that was added.
    pub(super) const fn ticket(&self) -> Ticket {
        self.last
    }

    /// Waits until everything is on the disk.
    pub(super) fn close(self) -> io::Result<()> {
        let Self { messages, kept, writer, .. } = self;
        drop(messages);
        if writer.join().is_err() {
            return Err(io::Error::other("keeping the node ended with a panic"));
        }
        kept.0.borrow().as_ref().map(|_| ()).map_err(|reason| io::Error::other(reason.clone()))
    }
}

/// Writes what comes, as much at once as there is, until nobody sends any more.
fn write(
    store: &mut Store,
    received: &Receiver<Message>,
    keep: &watch::Sender<Result<Ticket, String>>,
) {
    while let Ok(first) = received.recv() {
        let (mut checkpoint, mut inputs, mut last) = (None, Vec::new(), Ticket::default());
        for message in std::iter::once(first).chain(received.try_iter()) {
            match message {
                Message::Input(ticket, input) => {
                    inputs.push((ticket, input));
                    last = ticket;
                }
                Message::Checkpoint(ticket, node) => {
                    inputs.clear();
                    checkpoint = Some((ticket, node));
                    last = ticket;
                }
            }
        }
        let dump = checkpoint.map(|(ticket, node)| (ticket, node.dump()));
        let checkpoint = dump.as_ref().map(|(ticket, dump)| (*ticket, dump.as_slice()));
        let written = store.write(checkpoint, &inputs);
        let failed = written.is_err();
        let result = written.map(|()| last).map_err(|error: StoreError| error.to_string());
        keep.send_modify(|kept| *kept = result);
        if failed {
            return;
        }
    }
}
