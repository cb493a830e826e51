//! What this computer brings for a model.

use sysinfo::{MemoryRefreshKind, System};

use crate::Error;

/// More threads than this wait for each other's memory more than they compute.
const MOST_THREADS: usize = 16;

/// Memory and processor, as seen now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machine {
    /// Bytes that can be used without swapping.
    pub free_memory: u64,
    /// Cores that compute: two threads of one core share their arithmetic.
    pub cores: u32,
}

impl Machine {
    /// Looks at this computer, within the limits that a container sets.
    pub fn here() -> Self {
        let logical = std::thread::available_parallelism().map_or(1, usize::from);
        let cores = System::physical_core_count().unwrap_or(logical).min(logical).clamp(1, MOST_THREADS);
        let free = System::new().map_or(0, |mut system| {
            system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
            let limit = system
                .cgroup_limits()
                // Cached pages of files count as taken there, and are given back when somebody needs them.
                .map_or(u64::MAX, |limits| limits.total_memory.saturating_sub(limits.rss));
            system.available_memory().min(limit)
        });
        Self { free_memory: free, cores: u32::try_from(cores).unwrap_or(1) }
    }
}

/// llama.cpp is compiled for processors since 2013; on an older one it would end the process with an illegal instruction.
pub(crate) fn check_processor() -> Result<(), Error> {
    #[cfg(target_arch = "x86_64")]
    {
        let needed = [
            ("SSE 4.2", std::is_x86_feature_detected!("sse4.2")),
            ("AVX", std::is_x86_feature_detected!("avx")),
            ("AVX2", std::is_x86_feature_detected!("avx2")),
            ("BMI2", std::is_x86_feature_detected!("bmi2")),
            ("FMA", std::is_x86_feature_detected!("fma")),
            ("F16C", std::is_x86_feature_detected!("f16c")),
        ];
        let missing: Vec<&str> = needed.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            return Err(Error::Processor { missing: missing.join(", ") });
        }
    }
    Ok(())
}
