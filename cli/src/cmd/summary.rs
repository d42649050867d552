//! The report of a demo as tables, for a terminal of 80 columns.

use crate::{
    demo::{Accuracy, ActionCost, Addresses, Money, NodeKind, Ram, Report},
    output::{Align, Table, grouped},
};

use Align::{Left, Right};

/// The report for people.
pub(super) fn render(report: &Report) -> String {
    let parts = [
        // Apart from the lines of progress above it.
        String::new(),
        documents(&report.documents),
        work(report),
        accuracy(&report.accuracy),
        money(&report.money),
        ram(&report.ram),
        actions(report.node, &report.actions),
        verdict(report),
    ];
    parts.join("\n")
}

fn documents(addresses: &Addresses) -> String {
    let mut table = Table::new("Documents, on IPFS", &[("", Left), ("", Left)]);
    table.row(["campaign".into(), addresses.campaign.clone()]);
    table.row(["batch".into(), addresses.batch.clone()]);
    table.render()
}

fn work(report: &Report) -> String {
    let work = &report.work;
    let mut table = Table::new("Work", &[("", Left), ("", Right), ("", Left)]);
    let each = format!("{} results each", work.repetitions);
    table.row(["tasks".into(), work.tasks.to_string(), each]);
    let rate = format!("{:.0} a second", work.submissions_per_second);
    table.row(["submissions".into(), work.submissions.to_string(), rate]);
    table.render()
}

fn accuracy(accuracy: &Accuracy) -> String {
    let mut table = Table::new(
        "Accuracy, against the known labels",
        &[("", Left), ("right", Right), ("of", Right), ("", Right)],
    );
    let mut row = |name: &str, right: usize, of: usize| {
        table.row([name.into(), right.to_string(), of.to_string(), percent(right, of)]);
    };
    row("majority", accuracy.majority_right, accuracy.tasks);
    for worker in &accuracy.workers {
        row(&format!("  {}", worker.name), worker.right, worker.submissions);
    }
    table.render()
}

fn money(money: &Money) -> String {
    let mut table =
        Table::new("Money, by the balances on chain", &[("", Left), ("", Right), ("", Left)]);
    let mut row = |name: &str, amount: antelope::Asset, expected: Option<antelope::Asset>| {
        let note = match expected {
            Some(expected) if expected == amount => "as promised".to_owned(),
            Some(expected) => format!("promised were {expected}"),
            None => String::new(),
        };
        table.row([name.into(), amount.to_string(), note]);
    };
    row("in", money.paid_in, None);
    row("paid to workers", money.paid, Some(money.paid_expected));
    row("fee", money.fee, Some(money.fee_expected));
    row("refunded", money.refunded, Some(money.refunded_expected));
    row("remaining", money.remaining, None);
    row("unexplained", money.unexplained, None);
    table.render()
}

fn ram(parties: &[Ram]) -> String {
    let mut table = Table::new(
        "RAM, in bytes",
        &[
            ("", Left),
            ("before", Right),
            ("at the peak", Right),
            ("given back", Right),
            ("after", Right),
            ("left", Right),
        ],
    );
    for ram in parties {
        let name = match ram.accounts {
            1 => ram.party.clone(),
            accounts => format!("{accounts} {}", ram.party),
        };
        table.row([
            name,
            grouped(ram.before),
            format!("+{}", grouped(ram.peak.saturating_sub(ram.before))),
            grouped(ram.peak.saturating_sub(ram.after)),
            grouped(ram.after),
            format!("+{}", grouped(ram.after.saturating_sub(ram.before))),
        ]);
    }
    table.render()
}

fn actions(node: NodeKind, actions: &[ActionCost]) -> String {
    let title = match node {
        NodeKind::Embedded => "Actions, the median of each kind; cpu by work, not by time",
        NodeKind::Nodeos => "Actions, the median of each kind",
    };
    let mut table = Table::new(
        title,
        &[
            ("", Left),
            ("count", Right),
            ("cpu µs", Right),
            ("net bytes", Right),
            ("wall ms", Right),
        ],
    );
    for action in actions {
        table.row([
            action.action.clone(),
            action.count.to_string(),
            action.cpu_us_median.to_string(),
            action.net_bytes_median.to_string(),
            format!("{:.1}", action.wall_ms_median),
        ]);
    }
    table.render()
}

fn verdict(report: &Report) -> String {
    let seconds = &report.seconds;
    let times = format!(
        "{:.1} s in all: node {:.1}, deployment {:.1}, work {:.1}",
        seconds.total, seconds.node, seconds.deployment, seconds.work
    );
    if report.money.is_settled() {
        format!("{} {times}", console::style("Every token is accounted for.").green().bold())
    } else {
        format!("{} {times}", console::style("The books do not add up.").red().bold())
    }
}

/// A share in percent, with one decimal.
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "-".into();
    }
    let thousandths = part.saturating_mul(1000).saturating_add(whole / 2) / whole;
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use antelope::{Asset, Symbol};

    use super::*;
    use crate::demo::{Place, Seconds, Work, WorkerReport};

    fn amount(amount: i64) -> Asset {
        Asset::new(amount, Symbol::constant(4, "EFX"))
    }

    fn report() -> Report {
        Report {
            node: NodeKind::Nodeos,
            seed: 1,
            documents: Addresses {
                campaign: "bafkreiagb5oudrwq4q7bcmx4qvbjvxdhlqcrhnwpwjuxf5qwfiwhmpfbly".into(),
                batch: "bafkreicecnx2gvntm6fbcrvnc336qze6st5u7qq7457igegamd3bzkx7ri".into(),
            },
            work: Work { tasks: 2, repetitions: 3, submissions: 6, submissions_per_second: 59.6 },
            accuracy: Accuracy {
                majority_right: 1,
                tasks: 2,
                workers: vec![WorkerReport {
                    name: "glance".into(),
                    program: Place::Process,
                    submissions: 3,
                    right: 2,
                }],
            },
            money: Money {
                paid_in: amount(266_000),
                paid: amount(60_000),
                fee: amount(6_000),
                refunded: amount(199_999),
                remaining: amount(1),
                unexplained: amount(0),
                paid_expected: amount(60_000),
                fee_expected: amount(6_000),
                refunded_expected: amount(200_000),
            },
            ram: vec![Ram {
                party: "workers".into(),
                accounts: 5,
                before: 2_964,
                peak: 1_234_567,
                after: 2_970,
            }],
            actions: vec![ActionCost {
                action: "force::reservetask".into(),
                count: 6,
                cpu_us_median: 55,
                net_bytes_median: 104,
                wall_ms_median: 1.46,
            }],
            seconds: Seconds { node: 1.23, deployment: 0.1, work: 0.26, total: 5.0 },
        }
    }

    #[test]
    fn the_report_is_seven_tables() {
        console::set_colors_enabled(false);
        let expected = "
Documents, on IPFS
  campaign  bafkreiagb5oudrwq4q7bcmx4qvbjvxdhlqcrhnwpwjuxf5qwfiwhmpfbly
  batch     bafkreicecnx2gvntm6fbcrvnc336qze6st5u7qq7457igegamd3bzkx7ri

Work
  tasks        2  3 results each
  submissions  6  60 a second

Accuracy, against the known labels
            right  of
  majority      1   2  50.0 %
    glance      2   3  66.7 %

Money, by the balances on chain
  in               26.6000 EFX
  paid to workers   6.0000 EFX  as promised
  fee               0.6000 EFX  as promised
  refunded         19.9999 EFX  promised were 20.0000 EFX
  remaining         0.0001 EFX
  unexplained       0.0000 EFX

RAM, in bytes
             before  at the peak  given back  after  left
  5 workers   2,964   +1,231,603   1,231,597  2,970    +6

Actions, the median of each kind
                      count  cpu µs  net bytes  wall ms
  force::reservetask      6      55        104      1.5

The books do not add up. 5.0 s in all: node 1.2, deployment 0.1, work 0.3";
        assert_eq!(render(&report()), expected);
    }

    #[test]
    fn shares_are_rounded() {
        for (part, whole, text) in
            [(0, 0, "-"), (0, 7, "0.0 %"), (2, 3, "66.7 %"), (7, 7, "100.0 %")]
        {
            assert_eq!(percent(part, whole), text);
        }
    }
}
