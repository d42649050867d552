//! The report as text: columns to read, a line for each fact so that differences are lines.

use std::fmt;

use super::Report;

/// The width of columns; what is wider pushes the others aside.
const NAME: usize = 44;
const COUNT: usize = 6;
const NUMBER: usize = 17;

impl fmt::Display for Report {
    /// An action a line, and below it the functions of the chain that it called.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:NAME$}{:>COUNT$}{:>NUMBER$}{:>NUMBER$}{:>NUMBER$}{:>NUMBER$}",
            "action", "count", "fuel", "calls", "RAM", "NET"
        )?;
        for (handler, cost) in self.iter() {
            let name = handler.to_string();
            write!(
                f,
                "\n{name:NAME$}{:>COUNT$}{:>NUMBER$}{:>NUMBER$}{:>NUMBER$}",
                cost.count, cost.fuel, cost.calls, cost.ram
            )?;
            match cost.net {
                Some(net) => writeln!(f, "{net:>NUMBER$}")?,
                None => writeln!(f, "{:>NUMBER$}", "-")?,
            }
            for (function, calls) in &cost.functions {
                const INDENT: usize = NAME + COUNT + NUMBER - 2;
                writeln!(f, "  {function:INDENT$}{calls:>NUMBER$}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use antelope::{Checksum256, Name, PackedAction, name};

    use crate::{ActionTrace, HostCalls, Receipt, Trace, report::Report};

    fn action(receiver: Name, fuel: u64, ram: i64, calls: &[u8]) -> ActionTrace {
        let action = PackedAction {
            account: name!("shop"),
            name: name!("buy"),
            authorization: Vec::new(),
            data: vec![0; 3],
        };
        let mut host_calls = HostCalls::default();
        calls.iter().for_each(|place| host_calls.count(*place));
        ActionTrace {
            ordinal: 1,
            creator: 0,
            closest_unnotified_ancestor: 0,
            receiver,
            action: Arc::new(action),
            context_free: false,
            console: String::new(),
            ram_deltas: vec![(name!("alice"), ram), (name!("bob"), -10)],
            return_value: Vec::new(),
            receipt: Some(Receipt {
                receiver,
                action_digest: Checksum256::default(),
                global_sequence: 1,
                recv_sequence: 1,
                auth_sequence: Vec::new(),
                code_sequence: 1,
                abi_sequence: 1,
            }),
            fuel,
            host_calls,
            error: None,
        }
    }

    #[test]
    fn least_and_most_of_everything() {
        let mut report = Report::default();
        let names = |name| if name == name!("alice.shop") { name!("alice") } else { name };
        let failed = ActionTrace { receipt: None, ..action(name!("shop"), 9_999, 0, &[]) };
        for actions in [
            vec![action(name!("shop"), 700, 120, &[0, 1, 1]), action(name!("alice"), 50, 10, &[])],
            vec![action(name!("shop"), 650, 0, &[0, 2]), action(name!("alice.shop"), 50, 10, &[2])],
            vec![failed],
        ] {
            report.add_named(&Trace { actions, ..Trace::default() }, names);
        }
        let functions = antelope::host::HOST_FUNCTIONS;
        let line = |name: &str, columns: [&str; 5]| {
            let [count, fuel, calls, ram, net] = columns;
            format!("{name:44}{count:>6}{fuel:>17}{calls:>17}{ram:>17}{net:>17}")
        };
        let mut called =
            [(functions[0].name, "1"), (functions[1].name, "0..2"), (functions[2].name, "0..1")];
        called.sort_unstable();
        let mut lines = vec![
            line("action", ["count", "fuel", "calls", "RAM", "NET"]),
            String::new(),
            line("shop::buy", ["2", "650..700", "2..3", "-10..110", "21"]),
        ];
        lines.extend(called.map(|(function, calls)| format!("  {function:65}{calls:>17}")));
        lines.push(String::new());
        lines.push(line("shop::buy in alice", ["2", "50", "0..1", "0", "-"]));
        lines.push(format!("  {:65}{:>17}", functions[2].name, "0..1"));
        assert_eq!(report.to_string(), lines.join("\n") + "\n");
        report.retain(|handler| handler.notified.is_none());
        assert_eq!(report.iter().count(), 1);
    }
}
