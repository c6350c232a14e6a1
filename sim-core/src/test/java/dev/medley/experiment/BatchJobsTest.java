package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.schedule;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.experiment.Runs.figure;
import static dev.medley.experiment.Runs.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.runtime.StartStage.When;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.time.Duration;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch jobs against schedules computed by hand, and the record of what each instance used. */
class BatchJobsTest {
  private static final String WORK = "{runtime=process,service=work}";

  private static Service work(int jobs, DurationLaw law) {
    return service("work").jobs(jobs, 0).cpu(law);
  }

  private static Outcome run(Duration duration, Service service) {
    return run(model(duration).host(host(64)).service(service));
  }

  private static Outcome run(Model model) {
    return Replication.run(model.build(), 3, 0);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "7,1,1", "7,3,1", "12,3,4", "13,3,4", "24,3,4", "25,3,4"})
  void equalJobsRunInWholeRounds(int jobs, int instances, int slots) {
    Outcome outcome =
        run(
            Duration.ofHours(1),
            work(jobs, constant(10)).replicas(instances).concurrency(slots).limit(slots * 1000L));
    int rounds = (jobs + instances * slots - 1) / (instances * slots);
    assertThat(figure(outcome, "job.makespan" + WORK)).isEqualTo(10.0 * rounds);
    assertThat(figure(outcome, "job.completed" + WORK)).isEqualTo(jobs);
    assertThat(figure(outcome, "job.unfinished" + WORK)).isZero();
    double waits = 0;
    for (int job = 0; job < jobs; job++) {
      waits += job / (instances * slots) * 10.0;
    }
    assertThat(figure(outcome, "job.wait" + WORK + ".mean")).isCloseTo(waits / jobs, within(1e-9));
    assertThat(figure(outcome, "job.duration" + WORK + ".mean"))
        .isCloseTo(waits / jobs + 10, within(1e-9));
  }

  @Test
  void twoJobsThatShareACoreTakeTwiceAsLong() {
    Outcome outcome = run(Duration.ofHours(1), work(2, constant(10)).concurrency(2).limit(1000));
    assertThat(figure(outcome, "job.makespan" + WORK)).isEqualTo(20);
    assertThat(figure(outcome, "job.duration" + WORK + ".mean")).isEqualTo(20);
    assertThat(figure(outcome, "job.wait" + WORK + ".max")).isZero();
  }

  /** Each job in turn to the slot that is free first: Graham's list schedule of the same draws. */
  @ParameterizedTest
  @CsvSource({"200,1", "200,7", "5,7"})
  void randomJobsFollowTheListSchedule(int jobs, int instances) {
    DurationLaw law = exponential(100);
    Outcome outcome = run(Duration.ofDays(2), work(jobs, law).replicas(instances));
    RandomStream stream = new StreamTree(3, 0).child("service/work").stream("demand/cpu");
    Sampler sampler = law.sampler();
    PriorityQueue<Long> free = new PriorityQueue<>();
    for (int i = 0; i < instances; i++) {
      free.add(0L);
    }
    long makespan = 0;
    for (int job = 0; job < jobs; job++) {
      long end = free.remove() + sampler.nextNanos(stream);
      free.add(end);
      makespan = Math.max(makespan, end);
    }
    assertThat(figure(outcome, "job.makespan" + WORK)).isCloseTo(makespan / 1e9, within(1e-6));
  }

  @Test
  void jobsOfMonthsAreExactToTheNanosecond() {
    Outcome outcome = run(Duration.ofDays(250), work(6, constant(1e7)).replicas(3).concurrency(1));
    assertThat(figure(outcome, "job.makespan" + WORK)).isEqualTo(2e7);
    assertThat(figure(outcome, "job.duration" + WORK + ".p50")).isCloseTo(1e7, within(1e4));
    assertThat(figure(outcome, "job.duration" + WORK + ".p99")).isCloseTo(2e7, within(2e4));
  }

  @Test
  void jobsWaitForAnInstanceAndAreNotRejected() {
    Outcome outcome =
        run(
            Duration.ofMinutes(10),
            work(3, constant(10))
                .runtime(runtime().stage("boot", When.ALWAYS, constant(40)))
                .replicas(0, 0, 2)
                .policy(schedule(0, 60, 2)));
    // asked for at a sync, which has a random phase of up to 15 s
    double makespan = figure(outcome, "job.makespan" + WORK);
    assertThat(makespan).isBetween(60 + 40 + 20.0, 75 + 40 + 20.0);
    assertThat(figure(outcome, "job.wait" + WORK + ".mean"))
        .isCloseTo(makespan - 20 + 10.0 / 3, within(1e-6));
    assertThat(figure(outcome, "request.rejected" + WORK)).isZero();
    assertThat(series(outcome, "job.waiting{service=work}")[0]).isEqualTo(3);
    assertThat(series(outcome, "job.running{service=work}")[0]).isZero();
  }

  /** Two jobs of 100 s on two instances; one goes away, its job begins anew on the other. */
  @Test
  void aJobThatLosesItsInstanceBeginsAnew() {
    Outcome outcome =
        run(
            Duration.ofMinutes(10),
            work(2, constant(100)).replicas(2, 1, 2).grace(20).policy(schedule(2, 30, 1)));
    assertThat(figure(outcome, "job.restarted" + WORK)).isEqualTo(1);
    assertThat(figure(outcome, "job.completed" + WORK)).isEqualTo(2);
    assertThat(figure(outcome, "job.makespan" + WORK)).isEqualTo(200);
    // it computed at once, so it never waited for its first start
    assertThat(figure(outcome, "job.wait" + WORK + ".max")).isZero();
  }

  @Test
  void aDrainingInstanceFinishesItsJobWithinTheGracePeriod() {
    Outcome outcome =
        run(
            Duration.ofMinutes(10),
            work(3, constant(100)).replicas(2, 1, 2).grace(100).policy(schedule(2, 30, 1)));
    assertThat(figure(outcome, "job.restarted" + WORK)).isZero();
    // the third job finds only the instance that stays
    assertThat(figure(outcome, "job.makespan" + WORK)).isEqualTo(200);
  }

  @Test
  void whatIsUnfinishedIsTold() {
    Outcome outcome = run(Duration.ofSeconds(25), work(4, constant(10)));
    assertThat(figure(outcome, "job.completed" + WORK)).isEqualTo(2);
    assertThat(figure(outcome, "job.unfinished" + WORK)).isEqualTo(2);
    assertThat(figure(outcome, "job.makespan" + WORK)).isNaN();
  }

  private static ClusterModel recorded(double warmup, long requestMilli) {
    return model(Duration.ofSeconds(100))
        .warmup(warmup)
        .record(10)
        .host(host(8))
        .service(
            service("work").request(requestMilli, 0).jobs(1, warmup).cpu(constant(25)).replicas(2))
        .build();
  }

  @ParameterizedTest
  @CsvSource({"0,1000,10,0.25,1", "0,500,10,0.5,2", "50,1000,5,0.5,1"})
  void everyInstanceIsRecordedAfterWarmUp(
      double warmup, long requestMilli, int samples, double mean, double busiest) {
    Outcome outcome = Replication.run(recorded(warmup, requestMilli), 1, 0);
    InstanceUsage usage = outcome.instances();
    assertThat(usage.services()).containsExactly("work");
    assertThat(usage.ordinal()).containsExactly(0, 1);
    assertThat(usage.host()).containsExactly(0, 0);
    assertThat(usage.samples()).containsExactly(samples, samples);
    assertThat(usage.mean()[0]).isCloseTo(mean, within(1e-9));
    assertThat(usage.busiest()[0]).isCloseTo(busiest, within(1e-9));
    assertThat(usage.mean()[1]).isZero();
    assertThat(usage.busiest()[1]).isZero();
    assertThat(figure(outcome, "instance.cpu.utilization" + WORK))
        .isCloseTo(mean / 2, within(1e-9));
    assertThat(figure(outcome, "instance.cpu.utilization.max" + WORK))
        .isCloseTo(busiest, within(1e-9));
  }

  @Test
  void anInstanceThatBecomesReadyLaterIsRecordedFromThenOn() {
    Outcome outcome =
        run(
            model(Duration.ofSeconds(100))
                .record(40)
                .control(10, 15, 1)
                .host(host(8))
                .service(work(100, constant(30)).replicas(1, 1, 2).policy(schedule(1, 50, 2))));
    // ready between 50 s and 51 s, sampled at 80 s; busy all the time
    assertThat(outcome.instances().samples()).containsExactly(2, 1);
    assertThat(outcome.instances().mean()[1]).isCloseTo(1, within(1e-9));
  }
}
