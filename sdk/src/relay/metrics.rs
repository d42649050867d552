//! Counters, in the text that Prometheus reads.

use std::{collections::BTreeMap, fmt::Write};

use antelope::Name;

use super::Record;

/// What happened since the start.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    requests: BTreeMap<&'static str, u64>,
    actions: BTreeMap<Name, u64>,
    cpu_us: u64,
    ram_bytes: i64,
    elapsed_us: u64,
}

impl Metrics {
    pub(super) fn count(&mut self, record: &Record) {
        let requests = self.requests.entry(record.outcome).or_default();
        *requests = requests.saturating_add(1);
        self.elapsed_us = self.elapsed_us.saturating_add(record.elapsed_us);
        if record.outcome != "relayed" {
            return;
        }
        // Only what is brought to the chain, so that nobody can make up names.
        for name in &record.actions {
            let actions = self.actions.entry(*name).or_default();
            *actions = actions.saturating_add(1);
        }
        self.cpu_us = self.cpu_us.saturating_add(record.cpu_us.into());
        self.ram_bytes = self.ram_bytes.saturating_add(record.ram_bytes);
    }

    /// As text, with how many requests are under way.
    pub(super) fn render(&self, pending: usize) -> String {
        let mut text = String::new();
        let head = |text: &mut String, name: &str, kind: &str, help: &str| {
            *text += &format!("# HELP {name} {help}\n# TYPE {name} {kind}\n");
        };
        head(&mut text, "relay_requests_total", "counter", "Requests by what became of them.");
        for (outcome, count) in &self.requests {
            line(&mut text, format_args!("relay_requests_total{{outcome=\"{outcome}\"}} {count}"));
        }
        head(&mut text, "relay_actions_total", "counter", "Actions brought to the chain.");
        for (name, count) in &self.actions {
            line(&mut text, format_args!("relay_actions_total{{action=\"{name}\"}} {count}"));
        }
        for (name, kind, help, value) in [
            (
                "relay_request_microseconds_total",
                "counter",
                "Time from request to answer.",
                &self.elapsed_us as &dyn std::fmt::Display,
            ),
            ("relay_cpu_microseconds_total", "counter", "CPU billed by the chain.", &self.cpu_us),
            ("relay_ram_bytes", "gauge", "RAM used up, less what came back.", &self.ram_bytes),
            ("relay_pending_requests", "gauge", "Requests under way.", &pending),
        ] {
            head(&mut text, name, kind, help);
            line(&mut text, format_args!("{name} {value}"));
        }
        text
    }
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string never fails.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use antelope::{TimePoint, name};

    use super::*;

    #[test]
    fn counters_are_read_by_prometheus() {
        let mut metrics = Metrics::default();
        let actions = vec![name!("reservetask"), name!("payout")];
        let done = Record { actions, cpu_us: 7, ram_bytes: -5, ..Record::new(TimePoint(0)) };
        metrics.count(&done);
        metrics.count(&done);
        metrics.count(&Record { outcome: "forbidden", elapsed_us: 3, ..done });
        let expected = "\
# HELP relay_requests_total Requests by what became of them.
# TYPE relay_requests_total counter
relay_requests_total{outcome=\"forbidden\"} 1
relay_requests_total{outcome=\"relayed\"} 2
# HELP relay_actions_total Actions brought to the chain.
# TYPE relay_actions_total counter
relay_actions_total{action=\"payout\"} 2
relay_actions_total{action=\"reservetask\"} 2
# HELP relay_request_microseconds_total Time from request to answer.
# TYPE relay_request_microseconds_total counter
relay_request_microseconds_total 3
# HELP relay_cpu_microseconds_total CPU billed by the chain.
# TYPE relay_cpu_microseconds_total counter
relay_cpu_microseconds_total 14
# HELP relay_ram_bytes RAM used up, less what came back.
# TYPE relay_ram_bytes gauge
relay_ram_bytes -10
# HELP relay_pending_requests Requests under way.
# TYPE relay_pending_requests gauge
relay_pending_requests 4
";
        assert_eq!(metrics.render(4), expected);
    }
}
