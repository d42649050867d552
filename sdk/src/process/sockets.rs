//! On which addresses a process listens, from `/proc`.

use std::{
    collections::BTreeSet,
    fs, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
};

/// The TCP addresses on which a process and its children listen.
pub(crate) fn listening(pid: u32) -> io::Result<Vec<SocketAddr>> {
    let process = Path::new("/proc").join(pid.to_string());
    let mut inodes = BTreeSet::new();
    collect_inodes(pid, &mut inodes)?;
    let mut addresses = Vec::new();
    for table in ["net/tcp", "net/tcp6"] {
        // A machine without IPv6 does not have the second.
        let text = fs::read_to_string(process.join(table)).unwrap_or_default();
        let sockets = text.lines().skip(1).filter_map(listener);
        addresses.extend(
            sockets.filter(|(_, inode)| inodes.contains(*inode)).map(|(address, _)| address),
        );
    }
    Ok(addresses)
}

/// The inodes of the sockets that a process and its children hold.
fn collect_inodes(pid: u32, inodes: &mut BTreeSet<String>) -> io::Result<()> {
    let process = Path::new("/proc").join(pid.to_string());
    for descriptor in fs::read_dir(process.join("fd"))? {
        // One that was closed meanwhile is not of interest.
        let Ok(target) = fs::read_link(descriptor?.path()) else {
            continue;
        };
        let inode = target.to_str().and_then(|target| target.strip_prefix("socket:["));
        inodes.extend(inode.and_then(|inode| inode.strip_suffix(']')).map(str::to_owned));
    }
    for thread in fs::read_dir(process.join("task"))? {
        let children = fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace().filter_map(|child| child.parse().ok()) {
            // A child that has ended meanwhile listens nowhere.
            let _ = collect_inodes(child, inodes);
        }
    }
    Ok(())
}

/// The address and inode in a line of `/proc/net/tcp`, if it is of a listening socket.
fn listener(line: &str) -> Option<(SocketAddr, &str)> {
    const LISTEN: &str = "0A";
    let mut fields = line.split_whitespace().skip(1);
    let address = fields.next()?;
    let state = fields.nth(1)?;
    let inode = fields.nth(5)?;
    (state == LISTEN).then_some((parse_address(address)?, inode))
}

/// `0100007F:1F90`: the address in words of the machine's order, the port in plain hexadecimal.
fn parse_address(text: &str) -> Option<SocketAddr> {
    let (address, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let mut bytes = hex::decode(address).ok()?;
    if cfg!(target_endian = "little") {
        bytes.chunks_mut(4).for_each(<[u8]>::reverse);
    }
    let ip = match <[u8; 4]>::try_from(bytes.as_slice()) {
        Ok(bytes) => IpAddr::V4(Ipv4Addr::from(bytes)),
        Err(_) => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(bytes.as_slice()).ok()?)),
    };
    Some(SocketAddr::new(ip, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_proc_are_understood() {
        let table = [
            (
                "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100",
                Some(("127.0.0.1:8080", "4711")),
            ),
            (
                "   1: 00000000:2694 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100",
                Some(("0.0.0.0:9876", "4712")),
            ),
            (
                "   2: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1",
                Some(("[::1]:8080", "4713")),
            ),
            // Established, not listening.
            (
                "   3: 0100007F:1F90 0100007F:A2B4 01 00000000:00000000 00:00000000 00000000     0        0 4714 1 0 100",
                None,
            ),
            ("", None),
            ("   4: zz:1F90 00000000:0000 0A 0 0 0 0 0 0 1", None),
        ];
        for (line, expected) in table {
            let expected = expected.map(|(address, inode)| (address.parse().unwrap(), inode));
            assert_eq!(listener(line), expected, "{line}");
        }
    }
}
