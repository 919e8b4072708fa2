//! Amdahl's law and Gustafson's in figures and sentences, and the share of a load that fits its measured points.
//!
//! Amdahl keeps the problem and asks how much sooner it is done. J. L. Gustafson (*Reevaluating Amdahl's law*, 1988)
//! keeps the time: with a serial part `s` of it, `w` workers get `s + (1 - s) · w` times as much done.

/// The slider's positions, in per cent: closer together where a little changes much.
pub const SHARES: [u32; 16] = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50];

/// The index of 10 %, where few real programs are: a reader has to move.
pub const START: usize = 8;

/// The numbers of cores of the table.
const CORES: [u32; 4] = [2, 4, 8, 64];

pub fn amdahl(serial: f64, workers: f64) -> f64 {
    1.0 / (serial + (1.0 - serial) / workers)
}

fn gustafson(serial: f64, workers: f64) -> f64 {
    serial + (1.0 - serial) * workers
}

/// A load and the share, from 0 to 1, whose curve is closest to its points.
pub struct Fit {
    pub load: String,
    pub share: f64,
}

impl Fit {
    /// Least squares over points of workers and ratio, to a thousandth; `None` without a point.
    pub fn of(load: &str, points: &[(f64, f64)]) -> Option<Self> {
        if points.is_empty() {
            return None;
        }
        let distance = |share: f64| -> f64 {
            let of_point =
                |(workers, ratio): &(f64, f64)| (ratio - amdahl(share, *workers)).powi(2);
            points.iter().map(of_point).sum()
        };
        let shares = (0..=1000).map(|thousandths| f64::from(thousandths) / 1000.0);
        let share = shares.min_by(|a, b| distance(*a).total_cmp(&distance(*b)))?;
        Some(Fit {
            load: load.into(),
            share,
        })
    }

    /// The index of the slider's position that is closest to it.
    fn position(&self) -> usize {
        let distance = |share: &u32| (f64::from(*share) / 100.0 - self.share).abs();
        let positions = SHARES.iter().enumerate();
        let closest = positions.min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
        closest.map_or(0, |(at, _)| at)
    }
}

pub fn columns() -> Vec<String> {
    let cores = CORES.iter().map(|cores| format!("{cores} cores"));
    let mut columns: Vec<String> = cores.collect();
    columns.push("any number".into());
    columns.push("8 cores, more work (Gustafson)".into());
    columns
}

/// In the order of the columns.
pub fn figures(percent: u32) -> Vec<String> {
    let share = f64::from(percent) / 100.0;
    let cores = CORES.iter();
    let mut figures: Vec<String> = cores
        .map(|cores| times(amdahl(share, f64::from(*cores))))
        .collect();
    figures.push(limit(percent));
    figures.push(times(gustafson(share, 8.0)));
    figures
}

fn times(ratio: f64) -> String {
    format!("{ratio:.2}×")
}

fn limit(percent: u32) -> String {
    match percent {
        0 => "no limit".into(),
        percent => times(100.0 / f64::from(percent)),
    }
}

/// What the curve allows, and on which side of it the points lie.
pub fn said(percent: u32, fits: &[Fit]) -> String {
    let share = f64::from(percent) / 100.0;
    let bound = match percent {
        0 => "and so on without a limit".into(),
        percent => format!(
            "and no number of them more than {:.2} times",
            100.0 / f64::from(percent)
        ),
    };
    let at = SHARES.iter().position(|share| *share == percent);
    let side = |wanted: std::cmp::Ordering| {
        let of_it = |fit: &&Fit| Some(fit.position().cmp(&at.unwrap_or(0))) == Some(wanted);
        let loads = fits.iter().filter(of_it).map(|fit| fit.load.as_str());
        loads.collect::<Vec<_>>().join("; ")
    };
    let sides = [
        ("Above the curve", side(std::cmp::Ordering::Less)),
        ("On it", side(std::cmp::Ordering::Equal)),
        ("Below it", side(std::cmp::Ordering::Greater)),
    ];
    let sides = sides.iter().filter(|(_, loads)| !loads.is_empty());
    let sides: String = sides
        .map(|(where_, loads)| format!(" {where_}: {loads}."))
        .collect();
    format!(
        "With {percent} % in a row, 2 cores are {:.2} times as fast as one, 8 cores {:.2} times, {bound}.{sides}",
        amdahl(share, 2.0),
        amdahl(share, 8.0)
    )
}

/// The fitted shares as a paragraph; nothing where no point has a core for every worker.
pub fn closest(fits: &[Fit]) -> String {
    if fits.is_empty() {
        return String::new();
    }
    let shares: Vec<String> = fits
        .iter()
        .map(|fit| format!("{}, {:.0} %", fit.load, 100.0 * fit.share))
        .collect();
    format!(
        "<p>The share that comes closest to the points with a core for every worker: {}. \
         Whatever else costs time there, such as a lock or the memory bus, counts as if it happened in a row.</p>\n",
        crate::html::escape(&shares.join("; "))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amdahls_law() {
        assert_eq!(amdahl(0.0, 8.0), 8.0);
        assert_eq!(amdahl(1.0, 8.0), 1.0);
        assert!((amdahl(0.05, 20.0) - 10.26).abs() < 0.01);
    }

    #[test]
    fn gustafsons_law() {
        assert_eq!(gustafson(0.0, 8.0), 8.0);
        assert_eq!(gustafson(1.0, 8.0), 1.0);
        assert!((gustafson(0.05, 8.0) - 7.65).abs() < 1e-9);
    }

    #[test]
    fn points_of_a_curve_give_its_share_back() {
        for share in [0.0, 0.021, 0.3, 1.0] {
            let points = [2.0, 4.0, 8.0].map(|workers| (workers, amdahl(share, workers)));
            let fit = Fit::of("a", &points).unwrap();
            assert!((fit.share - share).abs() < 0.0006, "{share}: {}", fit.share);
        }
        assert!(Fit::of("a", &[]).is_none());
    }

    #[test]
    fn faster_than_all_cores_is_nothing_in_a_row() {
        assert_eq!(Fit::of("a", &[(2.0, 2.4)]).unwrap().share, 0.0);
    }

    #[test]
    fn a_reader_hears_on_which_side_the_points_are() {
        let fits = [("primes", 0.02), ("sort", 0.29)].map(|(load, share)| Fit {
            load: load.into(),
            share,
        });
        assert!(said(10, &fits).ends_with("Above the curve: primes. Below it: sort."));
        assert!(said(2, &fits).ends_with("On it: primes. Below it: sort."));
        assert!(said(30, &fits).ends_with("Above the curve: primes. On it: sort."));
        assert!(said(0, &[]).ends_with("without a limit."));
    }
}
