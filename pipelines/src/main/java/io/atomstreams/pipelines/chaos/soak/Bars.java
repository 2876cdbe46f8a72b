package io.atomstreams.pipelines.chaos.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What must hold of a run for it to be called steady. Growth is that of the {@link Trend} over the
 * judged time, which one spike does not move and a leak does; only growth counts, since less memory
 * or latency is no defect.
 *
 * @param residentBytes what no TaskManager may reach at any time, warm-up included
 * @param memoryGrowth of a TaskManager's resident memory, as a share of its median
 * @param latencyGrowth of the predictions' p99, as a share of its median
 * @param lagSeconds the most that may be without outcome, in seconds of the load
 * @param lagGrowthSeconds by how much that may grow
 * @param loadShare how much of the wanted load must have been sent
 */
public record Bars(
    long residentBytes,
    double memoryGrowth,
    double latencyGrowth,
    double lagSeconds,
    double lagGrowthSeconds,
    double loadShare) {

  /** 2 GB; 5 % of memory, 20 % of p99; 5 s of lag that grows by 1 s at most; 98 % of the load. */
  public static final Bars DEFAULT = new Bars(2_000_000_000, 0.05, 0.2, 5, 1, 0.98);

  /** A line through fewer says nothing. */
  static final int FEWEST = 10;

  private static final double MEGABYTE = 1e6;

  /** Each bar, in the order of a report. */
  public List<Bar> of(Course course) {
    List<Bar> bars = new ArrayList<>();
    for (String taskManager : course.taskManagers()) {
      bars.add(resident(course, taskManager));
      bars.add(
          growth(
              course,
              taskManager + ": resident memory grows",
              sample -> sample.residentBytes().getOrDefault(taskManager, 0L) / MEGABYTE,
              "MB",
              memoryGrowth));
    }
    bars.add(growth(course, "p99 of predictions grows", Sample::p99Millis, "ms", latencyGrowth));
    bars.add(lag(course));
    bars.add(lagGrowth(course));
    bars.add(load(course));
    bars.add(swaps(course));
    bars.add(none("predictions of a stand-in", course, Sample::stoodIn, Long::sum));
    bars.add(
        bar(
            "models stay in service",
            course.takenBack().isEmpty() ? "all" : String.join("; ", course.takenBack()),
            "all",
            course.takenBack().isEmpty()));
    bars.add(alive(course));
    bars.add(none("restarts", course, sample -> sample.job().restarts(), Math::max));
    bars.add(failedCheckpoints(course));
    bars.add(
        bar(
            "every event has its outcome",
            course.complete() ? "yes" : "no",
            "yes",
            course.complete()));
    return List.copyOf(bars);
  }

  private Bar resident(Course course, String taskManager) {
    List<Sample> samples = course.samples();
    ToLongFunction<Sample> bytes = one -> one.residentBytes().getOrDefault(taskManager, 0L);
    long most = samples.stream().mapToLong(bytes).max().orElse(0);
    boolean isKnown =
        most > 0 && samples.stream().allMatch(sample -> bytes.applyAsLong(sample) > 0);
    return bar(
        taskManager + ": resident memory",
        isKnown
            ? text("%,.0f MB at most", most / MEGABYTE)
            : text("%,.0f MB at most, and not told at every look", most / MEGABYTE),
        text("below %,.0f MB", residentBytes / MEGABYTE),
        isKnown && most < residentBytes);
  }

  private static Bar growth(
      Course course, String what, ToDoubleFunction<Sample> of, String unit, double most) {
    String limit = text("by %.0f %% at most", most * 100);
    return judged(
        course,
        what,
        limit,
        of,
        trend ->
            bar(
                what,
                text(
                    "by %.1f %% of %,.1f %s in %.0f min; %+,.1f %s an hour",
                    trend.share() * 100,
                    trend.level(),
                    unit,
                    trend.seconds() / 60,
                    trend.perHour(),
                    unit),
                limit,
                trend.share() <= most));
  }

  private Bar lag(Course course) {
    double most =
        course.judged().stream().mapToLong(Sample::lag).max().orElse(Long.MAX_VALUE)
            / course.rate();
    return bar(
        "lag",
        text("%.2f s of load at most", most),
        text("%.0f s", lagSeconds),
        most <= lagSeconds);
  }

  private Bar lagGrowth(Course course) {
    String what = "lag grows";
    String limit = text("by %.1f s at most", lagGrowthSeconds);
    return judged(
        course,
        what,
        limit,
        sample -> sample.lag() / course.rate(),
        trend ->
            bar(
                what,
                text(
                    "by %.2f s of %.2f s in %.0f min",
                    trend.growth(), trend.level(), trend.seconds() / 60),
                limit,
                trend.growth() <= lagGrowthSeconds));
  }

  /** What a line says, if there is enough to draw it through. */
  private static Bar judged(
      Course course,
      String what,
      String limit,
      ToDoubleFunction<Sample> of,
      Function<Trend, Bar> bar) {
    List<Sample> judged = course.judged();
    if (judged.size() < FEWEST) {
      String found = text("%d looks after the warm-up are too few to tell", judged.size());
      return bar(what, found, limit, false);
    }
    double[] at = judged.stream().mapToDouble(Sample::at).toArray();
    return bar.apply(Trend.of(at, judged.stream().mapToDouble(of).toArray()));
  }

  private Bar load(Course course) {
    List<Sample> judged = course.judged();
    double sent = 0;
    if (judged.size() > 1) {
      Sample first = judged.get(0);
      Sample last = judged.get(judged.size() - 1);
      sent = (last.sent() - first.sent()) / (last.at() - first.at());
    }
    double share = sent / course.rate();
    return bar(
        "load",
        text("%,.0f events a second, %.1f %%", sent, share * 100),
        text("at least %.0f %% of %,.0f", loadShare * 100, course.rate()),
        share >= loadShare);
  }

  private static Bar swaps(Course course) {
    long arrived = course.swaps().stream().filter(Swap::arrived).count();
    String failure =
        course.swaps().stream()
            .filter(swap -> !swap.arrived())
            .map(swap -> "; " + swap.to() + ": " + swap.failure())
            .findFirst()
            .orElse("");
    long slowest = course.swaps().stream().mapToLong(Swap::seenMillis).max().orElse(0);
    return bar(
        "models swapped",
        text("%d of %d, the slowest in %,d ms%s", arrived, course.swapsWanted(), slowest, failure),
        "all",
        arrived == course.swapsWanted());
  }

  private static Bar alive(Course course) {
    long away = course.samples().stream().filter(sample -> !isAlive(sample)).count();
    return bar(
        "processes and job run",
        away == 0 ? "at every look" : text("not at %d of %d looks", away, course.samples().size()),
        "at every look",
        away == 0 && !course.samples().isEmpty());
  }

  private static boolean isAlive(Sample sample) {
    return sample.job().running()
        && sample.residentBytes().values().stream().allMatch(bytes -> bytes > 0);
  }

  /** Since the first look: before all tasks run, Flink counts what it could not trigger yet. */
  private static Bar failedCheckpoints(Course course) {
    List<Sample> samples = course.samples();
    long before = samples.isEmpty() ? 0 : samples.get(0).job().failedCheckpoints();
    return none(
        "failed checkpoints",
        course,
        sample -> sample.job().failedCheckpoints() - before,
        Math::max);
  }

  private static Bar none(
      String what, Course course, ToLongFunction<Sample> of, LongBinaryOperator together) {
    long found = course.samples().stream().mapToLong(of).reduce(0, together);
    return bar(what, text("%,d", found), "none", found == 0);
  }

  private static Bar bar(String what, String found, String limit, boolean passed) {
    return new Bar(what, found, limit, passed);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
