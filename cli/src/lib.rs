//! The command line `force`: a file a command in [`cmd`], over the SDK.
//!
//! What there is to ask for is said in [`args`], how it is shown in [`output`]. How bytes travel and what contracts
//! decide is left to `sdk` and `protocol`.

pub mod args;
pub mod cmd;
pub mod demo;
pub mod output;
pub mod profile;
pub mod session;

mod key;
mod program;
mod up;

use std::process::ExitCode;

use anyhow::Result;
use args::{Args, Command};
use cmd::{
    abi::AbiArgs, account::AccountCommand, batch::BatchArgs, campaign::CampaignArgs,
    code::CodeArgs, ipfs::IpfsArgs, pay::PayArgs, quali::QualiArgs,
};
use output::Output;
use session::{Session, SessionArgs};

/// Runs a command, and gives the code to exit with.
///
/// # Errors
/// When the command does not succeed; the message is for whoever typed it.
pub async fn run(args: Args) -> Result<ExitCode> {
    let output = Output::new(args.json);
    match args.command {
        Command::Deploy(args) => cmd::deploy::run(&args, &output).await,
        Command::Code(CodeArgs { command, session }) => {
            with_session(&session, output, async |session| cmd::code::run(&command, session).await)
                .await
        }
        Command::Demo(args) => cmd::demo::run(&args, &output).await,
        Command::Up(up) => cmd::up::run(&up, args.json).await,
        Command::Network(args) => cmd::network::run(&args, &output),
        Command::Doctor(args) => {
            with_session(&args.session, output, async |session| cmd::doctor::run(session).await)
                .await
        }
        Command::Campaign(CampaignArgs { command, session }) => {
            let run = async |session: &Session| cmd::campaign::run(&command, session).await;
            with_session(&session, output, run).await
        }
        Command::Batch(BatchArgs { command, session }) => {
            let run = async |session: &Session| cmd::batch::run(&command, session).await;
            with_session(&session, output, run).await
        }
        Command::Results(args) => {
            let run = async |session: &Session| cmd::results::run(&args, session).await;
            with_session(&args.session, output, run).await
        }
        Command::Account(args) => {
            if let AccountCommand::NewKey { file } = &args.command {
                return cmd::account::new_key(file, &output);
            }
            let run = async |session: &Session| cmd::account::run(&args, session).await;
            with_session(&args.session, output, run).await
        }
        Command::Quali(QualiArgs { command, session }) => {
            let run = async |session: &Session| cmd::quali::run(&command, session).await;
            with_session(&session, output, run).await
        }
        Command::Relay(args) => {
            let run = async |session: &Session| cmd::relay::run(&args, session).await;
            with_session(&args.session, output, run).await
        }
        Command::Abi(AbiArgs { command, session }) => {
            with_session(&session, output, async |session| cmd::abi::run(&command, session).await)
                .await
        }
        Command::Ipfs(IpfsArgs { command, session }) => {
            with_session(&session, output, async |session| cmd::ipfs::run(&command, session).await)
                .await
        }
        Command::Migrate(args) => {
            let run = async |session: &Session| cmd::migrate::run(&args, session).await;
            with_session(&args.session, output, run).await
        }
        Command::Work(args) => {
            let run = async |session: &Session| cmd::work::run(&args, session).await;
            with_session(&args.session, output, run).await
        }
        Command::Pay(PayArgs { command, session }) => {
            with_session(&session, output, async |session| cmd::pay::run(&command, session).await)
                .await
        }
        Command::Completions(args) => Ok(cmd::completions::run(args)?),
    }
}

/// Runs a command in a session, which is closed whatever comes of it.
async fn with_session(
    args: &SessionArgs,
    output: Output,
    command: impl AsyncFnOnce(&Session) -> Result<ExitCode>,
) -> Result<ExitCode> {
    let session = Session::open(args, output).await?;
    let result = command(&session).await;
    let closed = session.close().await;
    let code = result?;
    closed?;
    Ok(code)
}
