package io.atomstreams.pipelines.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.state.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An hour at 1,000 events a second, a look every ten seconds, ten minutes of warm-up. */
class BarsTest {

  private static final String ONE = "taskmanager-1";
  private static final int LOOKS = 360;
  private static final int JUDGED_FROM = 600;
  private static final double RATE = 1_000;

  private static final Sample.Job WELL = new Sample.Job(true, 0, 5, 0, 1_000);

  /** What a sample is made from; each part can be another function of the minute. */
  private record Shape(
      Function<Double, Double> megabytes,
      Function<Double, Double> p99,
      Function<Double, Double> lag,
      Function<Double, Double> load,
      Function<Double, Sample.Job> job,
      Function<Double, Long> stoodIn) {

    static final Shape FLAT =
        new Shape(at -> 1_500.0, at -> 8.0, at -> 20.0, at -> 1.0, at -> WELL, at -> 0L);

    Shape memory(Function<Double, Double> other) {
      return new Shape(other, p99, lag, load, job, stoodIn);
    }

    Shape latency(Function<Double, Double> other) {
      return new Shape(megabytes, other, lag, load, job, stoodIn);
    }

    Shape lag(Function<Double, Double> other) {
      return new Shape(megabytes, p99, other, load, job, stoodIn);
    }

    Shape load(Function<Double, Double> other) {
      return new Shape(megabytes, p99, lag, other, job, stoodIn);
    }

    Shape job(Function<Double, Sample.Job> other) {
      return new Shape(megabytes, p99, lag, load, other, stoodIn);
    }

    Shape stoodIn(Function<Double, Long> other) {
      return new Shape(megabytes, p99, lag, load, job, other);
    }

    Sample at(double seconds) {
      double minute = seconds / 60;
      long sent = (long) (RATE * load.apply(minute) * seconds);
      return new Sample(
          seconds,
          sent,
          sent - lag.apply(minute).longValue(),
          RATE,
          2,
          p99.apply(minute),
          50,
          Map.of(ONE, (long) (megabytes.apply(minute) * 1e6), "kafka", 900_000_000L),
          Map.of(ONE, new Sample.Jvm(1, 2, 3, 4)),
          job.apply(minute),
          Map.of("m@1", 100L),
          stoodIn.apply(minute));
    }
  }

  private static List<String> failed(Shape shape) {
    return failed(shape, UnaryOperator.identity());
  }

  private static List<String> failed(Shape shape, UnaryOperator<Course> change) {
    List<Sample> samples = new ArrayList<>();
    IntStream.rangeClosed(1, LOOKS).forEach(look -> samples.add(shape.at(look * 10.0)));
    Swap swap = new Swap("m@1", "m@2", 90, 100, 150, "");
    Course course =
        new Course(List.of(ONE), RATE, JUDGED_FROM, true, samples, 1, List.of(swap), List.of());
    return names(Bars.DEFAULT.of(change.apply(course)));
  }

  private static List<String> names(List<Bar> bars) {
    return bars.stream().filter(bar -> !bar.passed()).map(Bar::what).toList();
  }

  private static Function<Double, Double> noisy(double level, double share) {
    return minute ->
        level * (1 + share * (2 * new CounterRandom((long) (minute * 60)).nextDouble() - 1));
  }

  @Test
  void aSteadyRunFailsNothing() {
    assertThat(failed(Shape.FLAT)).isEmpty();
  }

  @Test
  void noiseIsNoGrowth() {
    assertThat(
            failed(Shape.FLAT.memory(noisy(1_700, 0.1)).latency(noisy(8, 0.5)).lag(noisy(300, 1))))
        .isEmpty();
  }

  @Test
  void aLeakIsSeenThroughNoise() {
    Function<Double, Double> noise = noisy(0.1, 1);
    Shape leaking =
        Shape.FLAT.memory(minute -> 1_500 + 2 * minute + 100 * (noise.apply(minute) - 0.1));

    assertThat(failed(leaking)).containsExactly(ONE + ": resident memory grows");
    assertThat(failed(Shape.FLAT.memory(minute -> 1_500 + minute))).isEmpty();
  }

  @Test
  void whatFallsIsNoDefect() {
    assertThat(
            failed(
                Shape.FLAT
                    .memory(minute -> 1_900 - 5 * minute)
                    .latency(minute -> 60 - 0.9 * minute)))
        .isEmpty();
  }

  @Test
  void warmUpMayGrowButNotBeyondTheMost() {
    assertThat(failed(Shape.FLAT.memory(minute -> Math.min(1_500, 900 + 60 * minute)))).isEmpty();
    assertThat(failed(Shape.FLAT.memory(minute -> minute < 5 ? 2_000.0 : 1_500.0)))
        .containsExactly(ONE + ": resident memory");
  }

  @Test
  void oneSpikeIsNoTrend() {
    assertThat(failed(Shape.FLAT.latency(minute -> minute > 40 && minute < 42 ? 900.0 : 8.0)))
        .isEmpty();
    assertThat(failed(Shape.FLAT.memory(minute -> minute > 58 ? 1_990.0 : 1_500.0))).isEmpty();
    assertThat(failed(Shape.FLAT.memory(minute -> minute > 59.9 ? 2_001.0 : 1_500.0)))
        .containsExactly(ONE + ": resident memory");
  }

  @Test
  void latencyThatCreepsUpIsSeen() {
    assertThat(failed(Shape.FLAT.latency(minute -> 8 + 0.05 * minute)))
        .containsExactly("p99 of predictions grows");
  }

  @Test
  void lagMayNeitherBeLongNorGrow() {
    assertThat(failed(Shape.FLAT.lag(minute -> 25 * minute))).containsExactly("lag grows");
    assertThat(failed(Shape.FLAT.lag(minute -> minute > 30 && minute < 31 ? 5_001.0 : 20.0)))
        .containsExactly("lag");
    assertThat(failed(Shape.FLAT.lag(minute -> minute < 9 ? 9_000.0 : 20.0))).isEmpty();
  }

  @Test
  void memoryThatNobodyTellsIsNotFlat() {
    assertThat(failed(Shape.FLAT.memory(minute -> minute > 30 && minute < 31 ? 0.0 : 1_500.0)))
        .containsExactly(ONE + ": resident memory", "processes and job run");
  }

  @Test
  void theLoadMustHaveBeenSent() {
    assertThat(failed(Shape.FLAT.load(minute -> 0.97))).containsExactly("load");
  }

  @Test
  void aRestartAFailedCheckpointAndAStandInAreSeenOnce() {
    Sample.Job restarted = new Sample.Job(true, 1, 5, 0, 1_000);
    Sample.Job failed = new Sample.Job(true, 0, 5, 1, 1_000);
    Sample.Job away = new Sample.Job(false, 0, 5, 0, 1_000);

    assertThat(failed(Shape.FLAT.job(minute -> minute > 59 ? restarted : WELL)))
        .containsExactly("restarts");
    assertThat(failed(Shape.FLAT.job(minute -> minute > 59 ? failed : WELL)))
        .containsExactly("failed checkpoints");
    assertThat(failed(Shape.FLAT.job(minute -> failed))).isEmpty();
    assertThat(failed(Shape.FLAT.job(minute -> minute < 1 ? away : WELL)))
        .containsExactly("processes and job run");
    assertThat(failed(Shape.FLAT.stoodIn(minute -> minute == 20 ? 1L : 0L)))
        .containsExactly("predictions of a stand-in");
  }

  @Test
  void everySwapMustArriveAndStay() {
    Swap refused = new Swap("m@1", "m@2", 90, 100, 0, "m@2: no such file");

    assertThat(failed(Shape.FLAT, of -> course(of, 2, of.swaps(), List.of(), true)))
        .containsExactly("models swapped");
    assertThat(failed(Shape.FLAT, of -> course(of, 1, List.of(refused), List.of(), true)))
        .containsExactly("models swapped");
    assertThat(failed(Shape.FLAT, of -> course(of, 1, of.swaps(), List.of("rollback m@2"), true)))
        .containsExactly("models stay in service");
  }

  @Test
  void everyEventMustHaveItsOutcome() {
    assertThat(failed(Shape.FLAT, of -> course(of, 1, of.swaps(), List.of(), false)))
        .containsExactly("every event has its outcome");
  }

  private static Course course(
      Course of, int wanted, List<Swap> swaps, List<String> takenBack, boolean complete) {
    return new Course(
        of.taskManagers(),
        of.rate(),
        of.judgedFrom(),
        complete,
        of.samples(),
        wanted,
        swaps,
        takenBack);
  }

  @Test
  void fewLooksTellNothing() {
    Course none = new Course(List.of(ONE), RATE, 0, true, List.of(), 0, List.of(), List.of());
    assertThat(names(Bars.DEFAULT.of(none)))
        .contains(
            ONE + ": resident memory",
            ONE + ": resident memory grows",
            "p99 of predictions grows",
            "lag",
            "lag grows",
            "load",
            "processes and job run");

    List<Sample> few = IntStream.range(1, Bars.FEWEST).mapToObj(Shape.FLAT::at).toList();
    Course brief = new Course(List.of(ONE), RATE, 0, true, few, 0, List.of(), List.of());
    assertThat(Bars.DEFAULT.of(brief))
        .filteredOn(bar -> !bar.passed())
        .allSatisfy(bar -> assertThat(bar.found()).contains("9 looks", "too few"))
        .hasSize(3);
  }

  @Test
  void aReportNamesWhatFailedAndHoldsEverySample() {
    List<Sample> samples =
        IntStream.rangeClosed(1, LOOKS)
            .mapToObj(look -> Shape.FLAT.lag(minute -> 25 * minute).at(look * 10.0))
            .toList();
    Course course =
        new Course(List.of(ONE), RATE, JUDGED_FROM, true, samples, 0, List.of(), List.of());
    SoakReport report =
        new SoakReport(7, new Peak(1_429, 60, 0.01), course, Bars.DEFAULT.of(course));

    assertThat(report.passed()).isFalse();
    assertThat(report.text())
        .contains("peak: 1,429 events a second for 60 s", "THE LOAD WAS THE SLOWER ONE")
        .contains("load: 1,000 events a second, judged from minute 10.0 on")
        .containsPattern("FAILED +lag grows +by 1\\.2. s")
        .containsPattern("ok +taskmanager-1: resident memory +1,500 MB at most")
        .endsWith("NOT STEADY\n");
    assertThat(report.json().split("\"p99Millis\"")).hasSize(LOOKS + 1);
  }

  @Test
  void aReportWithoutAPeakSaysNothingOfOne() {
    Course course =
        new Course(
            List.of(ONE),
            RATE,
            0,
            true,
            IntStream.rangeClosed(1, 20).mapToObj(Shape.FLAT::at).toList(),
            0,
            List.of(),
            List.of());
    SoakReport report = new SoakReport(7, Peak.NOT_MEASURED, course, Bars.DEFAULT.of(course));

    assertThat(report.passed()).isTrue();
    assertThat(report.text()).doesNotContain("peak").endsWith("steady\n");
  }
}
