package dev.medley.cluster.instance;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.distribution.DurationLaw;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the instances of a service migrate live: iterative pre-copy, as in Clark et al., "Live
 * Migration of Virtual Machines", NSDI 2005. The defaults are those of KubeVirt (user guide, live
 * migration: 64 MiB/s, progress time-out 150 s, completion time-out 800 s per GiB, auto-converge
 * and post-copy off) and QEMU (downtime limit 300 ms).
 *
 * @param dirtyRate how fast an instance writes to its memory
 * @param memory what has to be copied, or null for the memory request
 * @param workingSet most that can be dirty at once, or null for the memory
 * @param bandwidth of one migration
 * @param downtime target: the last copy begins when what is dirty takes no longer
 * @param resume from the end of the last copy until the instance runs on the target
 * @param maxRounds iterative rounds at most, or null for any number
 * @param progressTimeout given up after so long without progress
 * @param completionTimeout given up after so long per GiB of memory
 * @param afterFailure what a drain does with an instance whose migration failed
 */
@Doc(
    "Live migration by iterative pre-copy (Clark et al., NSDI 2005): when its host is drained, an"
        + " instance moves instead of being evicted. Rounds copy V, then what was written meanwhile,"
        + " until the rest fits the downtime; with dirty rate D >= bandwidth B that never happens")
public record MigrationSpec(
    @Doc("How fast an instance writes to its memory") DirtyRate dirtyRate,
    @Doc("Memory to be copied; without it, the memory request") @Range(min = 1, max = 1e15)
        @Nullable Bytes memory,
    @Doc("Writable working set: most that can be dirty at once; without it, all of the memory")
        @Range(min = 0, max = 1e15)
        @Nullable Bytes workingSet,
    @Doc("Bandwidth of one migration (KubeVirt: 64MiB/s)")
        @Range(min = 8, max = 1e15)
        @Default("64MiB/s")
        Bandwidth bandwidth,
    @Doc(
            "Target: the instance is stopped once what is dirty takes no longer than this (QEMU: 300 ms)")
        @Range(min = 0.001, max = 3600)
        @Default("300ms")
        Duration downtime,
    @Doc("From the end of the last copy until the instance runs on the target")
        @Default("{ constant: 0s }")
        DurationLaw resume,
    @Doc("Iterative rounds at most, then the migration is given up; without it, any number")
        @Range(min = 1, max = 1_000_000)
        @Nullable Integer maxRounds,
    @Doc("A migration is given up after so long without a smaller round (KubeVirt: 150 s)")
        @Range(min = 0.001, max = 31_536_000)
        @Default("150s")
        Duration progressTimeout,
    @Doc("A migration is given up after so long per GiB of memory (KubeVirt: 800 s)")
        @Range(min = 0.001, max = 31_536_000)
        @Default("800s")
        Duration completionTimeout,
    @Doc("What a drain does with an instance whose migration failed") @Default("retry")
        AfterFailure afterFailure) {

  /** What a drain does with an instance whose migration failed. */
  public enum AfterFailure {
    @Doc("Tries to migrate it again, as long as the drain lasts (KubeVirt: LiveMigrate)")
    RETRY,
    @Doc("Evicts it: it restarts elsewhere (KubeVirt: LiveMigrateIfPossible)")
    EVICT
  }

  /** Checks every component. */
  public MigrationSpec {
    Checks.of(MigrationSpec.class)
        .with("memory", memory)
        .with("workingSet", workingSet)
        .with("bandwidth", bandwidth)
        .with("downtime", downtime)
        .with("maxRounds", maxRounds)
        .with("progressTimeout", progressTimeout)
        .with("completionTimeout", completionTimeout)
        .orThrow();
  }

  /** Memory to be copied, bytes. */
  public long memoryBytes(Resources resources) {
    return memory == null ? resources.requests().memory().bytes() : memory.bytes();
  }
}
