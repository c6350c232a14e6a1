package dev.medley.cluster.instance;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import java.time.Duration;

/**
 * A snapshot of a started instance, from which later ones are restored.
 *
 * @param scope where it can be used once it is there
 * @param creation from ready to the snapshot's being there
 * @param slowdown further CPU demand of the first requests of a restored instance
 * @param requests how many requests of a restored instance are slowed down
 */
@Doc(
    "The first start takes a snapshot; later ones go through the stages of the start path that are"
        + " marked snapshot-present and skip those marked snapshot-absent")
public record Snapshot(
    @Doc("Where it can be used once it is there") @Default("host") Scope scope,
    @Doc("From when an instance is ready to when the snapshot is there")
        @Range(min = 0, max = 86_400)
        @Default("0s")
        Duration creation,
    @Doc(
            "Further CPU demand of the first requests after a restore, whose pages are read from"
                + " the snapshot (Ustiugov et al., ASPLOS'21: functions run 95 % longer than when"
                + " they are resident in memory)")
        @Range(min = 0, max = 100)
        @Default("0.95")
        double slowdown,
    @Doc("How many requests of a restored instance are slowed down")
        @Range(min = 0, max = 1_000_000)
        @Default("1")
        int requests) {

  /** Where a snapshot can be used. */
  public enum Scope {
    @Doc("On the host whose instance it was taken of")
    HOST,
    @Doc("On every host: a registry or shared storage holds it")
    CLUSTER
  }

  /** Checks every component. */
  public Snapshot {
    Checks.of(Snapshot.class)
        .with("creation", creation)
        .with("slowdown", slowdown)
        .with("requests", requests)
        .orThrow();
  }
}
