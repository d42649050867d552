//! What happened, for people: a transaction's actions as a tree of who sent or notified whom.

use console::{Style, style, truncate_str};

use super::record::{Action, Reason, Record, Transaction};
use crate::output::grouped;

/// Data that is longer is cut off: contracts' code is data, too.
const DATA_WIDTH: usize = 160;

/// What happened, in lines; nothing of blocks, which follow from the transactions.
pub(crate) fn lines(record: &Record) -> Vec<String> {
    match record {
        Record::Transaction(transaction) => {
            let mut lines = vec![head(transaction, &style("executed").green().to_string())];
            branches(&transaction.actions, 0, 1, &mut lines);
            lines
        }
        Record::Failure { error, transaction } => {
            let mut lines = vec![head(transaction, &style("failed").red().to_string())];
            // The action that failed says why; if none did, nothing was executed.
            if !transaction.actions.iter().any(|action| action.error.is_some()) {
                lines.push(reason(error, 1));
            }
            branches(&transaction.actions, 0, 1, &mut lines);
            lines
        }
        Record::Block { .. } => Vec::new(),
    }
}

fn head(transaction: &Transaction, outcome: &str) -> String {
    let Transaction { id, block_num, block_time, cpu_usage_us, net_usage, fuel, .. } = transaction;
    let id = id.to_string();
    format!(
        "{} {} {outcome} in block {block_num}, {cpu_usage_us} µs, {} fuel, {net_usage} B net",
        style(block_time).dim(),
        id.get(..8).unwrap_or(&id),
        grouped(*fuel)
    )
}

/// The actions that one of them sent, each with what it sent in turn. Those come later, so that nothing is its own.
fn branches(actions: &[Action], creator: u32, depth: usize, lines: &mut Vec<String>) {
    for action in actions.iter().filter(|action| action.creator == creator) {
        // Of a failed transaction only what was begun.
        if action.ordinal <= creator || !(action.executed || action.error.is_some()) {
            continue;
        }
        one(action, depth, lines);
        branches(actions, action.ordinal, depth + 1, lines);
    }
}

fn one(action: &Action, depth: usize, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    let Action { receiver, account, name, .. } = action;
    let title = format!("{receiver} <= {account}::{name}");
    let is_notification = receiver != account;
    let mut line = format!("{indent}{}", style(&title).bold());
    if !is_notification {
        let data = action.data.to_string();
        line += &format!(" {}", truncate_str(&data, DATA_WIDTH, "…"));
        for level in &action.authorization {
            line += &format!(" {}", style(format!("{}@{}", level.actor, level.permission)).cyan());
        }
    }
    line += &format!(" {}", style(format!("{} fuel", grouped(action.fuel))).dim());
    for delta in &action.ram_deltas {
        let colour = if delta.delta > 0 { Style::new().yellow() } else { Style::new().green() };
        let text = format!("{} {:+} B", delta.account, delta.delta);
        line += &format!(" {}", colour.apply_to(text));
    }
    lines.push(line);
    for printed in action.console.lines() {
        lines.push(format!("{indent}  {} {printed}", style("|").dim()));
    }
    if let Some(error) = &action.error {
        lines.push(reason(error, depth + 1));
    }
}

fn reason(error: &Reason, depth: usize) -> String {
    let Reason { code, name, message } = error;
    format!("{}{} ({code} {name})", "  ".repeat(depth), style(message).red())
}

#[cfg(test)]
mod tests {
    use antelope::{Name, PermissionLevel, name};
    use serde_json::json;

    use super::{super::record::RamDelta, *};

    const TOKEN: Name = name!("token");
    const ALICE: Name = name!("alice");

    fn action(ordinal: u32, creator: u32, receiver: Name) -> Action {
        Action {
            ordinal,
            creator,
            receiver,
            account: TOKEN,
            name: name!("transfer"),
            authorization: vec![PermissionLevel::active(ALICE)],
            data: json!({ "to": "bob" }),
            console: String::new(),
            ram_deltas: Vec::new(),
            fuel: 1_234_567,
            host_calls: 3,
            executed: true,
            error: None,
        }
    }

    fn transaction(actions: Vec<Action>) -> Transaction {
        Transaction {
            id: Default::default(),
            block_num: 7,
            block_time: "2026-11-21T12:00:00.500".to_owned(),
            cpu_usage_us: 100,
            net_usage: 128,
            fuel: 999,
            actions,
        }
    }

    fn reason() -> Reason {
        Reason { code: 3_050_003, name: "eosio_assert_message_exception", message: "no".to_owned() }
    }

    #[test]
    fn actions_are_a_tree_of_who_sent_whom() {
        let mut sent = action(3, 1, TOKEN);
        sent.console = "first\nsecond".to_owned();
        sent.ram_deltas = vec![RamDelta { account: ALICE, delta: 240 }];
        let record =
            transaction(vec![action(1, 0, TOKEN), action(2, 1, ALICE), sent, action(4, 3, ALICE)]);
        assert_eq!(
            lines(&Record::Transaction(record)),
            [
                "2026-11-21T12:00:00.500 00000000 executed in block 7, 100 µs, 999 fuel, 128 B net",
                r#"  token <= token::transfer {"to":"bob"} alice@active 1,234,567 fuel"#,
                "    alice <= token::transfer 1,234,567 fuel",
                r#"    token <= token::transfer {"to":"bob"} alice@active 1,234,567 fuel alice +240 B"#,
                "      | first",
                "      | second",
                "      alice <= token::transfer 1,234,567 fuel",
            ]
        );
    }

    #[test]
    fn a_failure_is_told_where_it_happened() {
        let mut failed = action(1, 0, TOKEN);
        (failed.executed, failed.error) = (false, Some(reason()));
        let mut never_begun = action(2, 1, ALICE);
        never_begun.executed = false;
        let transaction_ = transaction(vec![failed, never_begun]);
        let record = Record::Failure { error: reason(), transaction: transaction_ };
        assert_eq!(
            lines(&record)[1..],
            [
                r#"  token <= token::transfer {"to":"bob"} alice@active 1,234,567 fuel"#,
                "    no (3050003 eosio_assert_message_exception)",
            ]
        );
        let record = Record::Failure { error: reason(), transaction: transaction(Vec::new()) };
        assert_eq!(lines(&record)[1..], ["  no (3050003 eosio_assert_message_exception)"]);
    }

    #[test]
    fn data_is_cut() {
        let mut long = action(1, 0, TOKEN);
        long.data = json!("f".repeat(10_000));
        let lines = lines(&Record::Transaction(transaction(vec![long])));
        assert!(lines[1].len() < 300 && lines[1].contains('…'), "{}", lines[1]);
    }
}
