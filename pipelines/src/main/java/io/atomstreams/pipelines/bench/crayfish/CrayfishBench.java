package io.atomstreams.pipelines.bench.crayfish;

import io.atomstreams.pipelines.bench.BenchCluster;
import io.atomstreams.pipelines.bench.LogEnd;
import io.atomstreams.pipelines.embedded.EmbeddedKafka;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.IsolationLevel;

/**
 * One run of the workload: a topic is filled with {@link RandomImages}, then the job of {@link
 * ImageScoringJob} reads, decodes, scores and writes, with the broker in the same process.
 *
 * <p>As published (the paper, and the authors' code at github.com/soniahorchidan/crayfish23): the
 * record, one image each; the network; an embedded model in the job; data-parallel, a consumer, a
 * model and a producer in each subtask; no compression. The first quarter of the outputs is the
 * warm-up, and the throughput is the number of the others by the time until the last of them is on
 * the topic. The authors feed 30,000 records a second while they measure, from another machine, to
 * a broker on a third; one task manager has up to 32 slots. Here the topic is full when the job
 * begins, and broker and job share the process and its cores.
 *
 * <p>What differs: their job writes with Flink's {@code DeliveryGuarantee.NONE} and without
 * checkpoints, this one at least once with a checkpoint every ten seconds; theirs scores each image
 * by itself, this one in micro-batches; theirs writes the image out again with its prediction,
 * which here {@code echo} does; their topics have 32 partitions, these as many as the job has
 * subtasks.
 */
public final class CrayfishBench implements AutoCloseable {

  private static final double WARM_UP = 0.25;
  private static final long SEED = 28_618;
  private static final int MOST_EVENTS = 10_000_000;

  /**
   * How to run.
   *
   * @param conf directory with {@code config.yaml}
   * @param events images, 100 to 10 million; 8.4 kB of disk each
   * @param parallelism subtasks and partitions, 1 to 64
   * @param batch rows scored at once, 2 to 4096
   * @param echo whether outputs carry the image, as the authors' do
   * @param compression Kafka's name of it, {@code none} as published
   */
  public record Options(
      Path conf,
      NetworkFormat engine,
      long events,
      int parallelism,
      int batch,
      boolean echo,
      String compression) {

    public Options {
      require("events", events, 100, MOST_EVENTS);
      require("parallelism", parallelism, 1, 64);
      require("batch", batch, 2, 4096);
      if (!List.of("none", "lz4", "zstd", "snappy", "gzip").contains(compression)) {
        throw new IllegalArgumentException(
            "compression is %s, must be none, lz4, zstd, snappy or gzip".formatted(compression));
      }
    }

    private static void require(String what, long value, long least, long most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "%s is %,d, must be %,d to %,d".formatted(what, value, least, most));
      }
    }

    private long warmUp() {
      return (long) (events * WARM_UP);
    }
  }

  /** What a moment of the run looks like from outside. */
  private record Moment(long nanos, long cpuNanos, long outputs) {

    private static Moment of(LogEnd predictions, long outputs) {
      long there = predictions.await(outputs);
      return new Moment(System.nanoTime(), BenchCluster.cpuNanos(), there);
    }
  }

  private final Options options;
  private final BenchCluster cluster;
  private final Path network;

  private CrayfishBench(Options options, BenchCluster cluster, Path network) {
    this.options = options;
    this.cluster = cluster;
    this.network = network;
  }

  /** Starts broker and cluster and writes the network's file. */
  public static CrayfishBench start(Options options) {
    BenchCluster cluster =
        BenchCluster.start(
            options.conf(), "hashmap", options.parallelism(), EmbeddedKafka.Settings.temporary());
    try {
      Path network = cluster.directory("network");
      options.engine().write(ImageNetwork.drawn(SEED), network);
      return new CrayfishBench(options, cluster, network);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * Writes the images, runs the job over them and checks that each has exactly one output. Once.
   *
   * @param clock of the creation time stamps
   * @throws IllegalStateException if an image has no output, or two
   */
  public CrayfishReport measure(Clock clock, Consumer<String> news) {
    cluster.createTopic(ImageScoringJob.INPUT, options.parallelism());
    cluster.createTopic(ImageScoringJob.OUTPUT, options.parallelism());
    news.accept("writing %,d images".formatted(options.events()));
    long bytes;
    try (ImageProducer producer =
        new ImageProducer(cluster.client(), options.parallelism(), options.compression())) {
      bytes = producer.send(options.events(), clock);
    }
    news.accept("scoring them");
    Map<String, Double> values = run((double) bytes / options.events());
    news.accept("counting outputs");
    requireOneOutputEach();
    return new CrayfishReport(values);
  }

  private Map<String, Double> run(double bytesPerImage) {
    StreamExecutionEnvironment env = cluster.environment();
    env.setParallelism(options.parallelism());
    ImageScoringJob.define(env, cluster.bootstrapServers(), scoring(), options.compression());
    JobClient job = cluster.flink().submit(env.getStreamGraph());
    try (LogEnd predictions = new LogEnd(cluster.client(), ImageScoringJob.OUTPUT)) {
      Moment from = Moment.of(predictions, options.warmUp());
      Moment to = Moment.of(predictions, options.events());
      cluster.awaitEnd(job.getJobID());
      return figures(from, to, bytesPerImage, accumulators(job));
    }
  }

  private ImageScoring scoring() {
    return new ImageScoring(
        options.engine(),
        network.toString(),
        options.batch(),
        options.echo(),
        options.warmUp() / options.parallelism());
  }

  private static Map<String, Object> accumulators(JobClient job) {
    try {
      return job.getAccumulators().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "no times of the job's phases: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for the phases' times", e);
    }
  }

  private static Map<String, Double> figures(
      Moment from, Moment to, double bytesPerImage, Map<String, Object> times) {
    double events = to.outputs() - from.outputs();
    double seconds = (to.nanos() - from.nanos()) / 1e9;
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("eventsPerSecond", events / seconds);
    values.put("cpuMicrosPerEvent", (to.cpuNanos() - from.cpuNanos()) / 1e3 / events);
    values.put("coresUsed", (to.cpuNanos() - from.cpuNanos()) / 1e9 / seconds);
    values.put("megabytesPerSecond", events / seconds * bytesPerImage / 1e6);
    values.put("bytesPerEvent", bytesPerImage);
    double timed = nanos(times, ImageScoring.TIMED);
    values.put("decodeMicrosPerEvent", nanos(times, ImageScoring.DECODE) / 1e3 / timed);
    values.put("scoreMicrosPerEvent", nanos(times, ImageScoring.SCORE) / 1e3 / timed);
    values.put("writeMicrosPerEvent", nanos(times, ImageScoring.WRITE) / 1e3 / timed);
    values.put("measuredSeconds", seconds);
    values.put("measuredEvents", events);
    values.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    return values;
  }

  private static double nanos(Map<String, Object> times, String name) {
    return ((Number) times.get(name)).doubleValue();
  }

  private void requireOneOutputEach() {
    OutputCount count = new OutputCount();
    try (TopicReader outputs =
        new TopicReader(
            cluster.client(), List.of(ImageScoringJob.OUTPUT), IsolationLevel.READ_UNCOMMITTED)) {
      outputs.readToEnd(record -> count.take(record.value()));
    }
    count.requireOneEach(options.events());
  }

  @Override
  public void close() {
    cluster.close();
  }
}
