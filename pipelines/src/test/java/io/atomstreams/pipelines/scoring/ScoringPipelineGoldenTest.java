package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Output;
import io.atomstreams.pipelines.connector.OutputJsonLines;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.embedded.EmbeddedFlink;
import io.atomstreams.pipelines.replay.ReplaySource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the job makes of 2 000 simulated events, against a file in the repository. A change of the
 * file is a change of what users get: to be meant and said in the release notes.
 *
 * <p>{@code -Datom.golden.write=true} writes the file anew.
 */
@Timeout(300)
class ScoringPipelineGoldenTest {

  private static final Path GOLDEN = Path.of("..", "testdata", "golden", "scoring-2000.jsonl.gz");
  private static final long SEED = 42;
  private static final int EVENTS = 2_000;
  private static final int SHARES = 2;

  @TempDir Path directory;
  private ScoringConfig config;
  private SimulatedIntakes events;

  @BeforeEach
  void configure() {
    config = TestSettings.in(directory);
    events = SimulatedIntakes.of(SEED, EVENTS, config);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void givesTheGoldenOutputsAtAnyParallelism(int parallelism) throws Exception {
    CollectingSink sink = new CollectingSink();
    var configuration = TestInstallation.configuration(directory, Map.of());
    try (EmbeddedFlink flink =
        EmbeddedFlink.start(EmbeddedFlink.Settings.of(configuration, 1, parallelism))) {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      env.setParallelism(parallelism);
      run(flink, env, sink);
    }
    List<String> lines = lines(OfflineRun.consumed(sink.take(), ""));
    if (Boolean.getBoolean("atom.golden.write")) {
      write(lines);
    }
    assertThat(lines).isEqualTo(golden());
  }

  @Test
  void givesTheGoldenOutputsWithoutFlink() throws IOException {
    List<Output> outputs = OfflineRun.outputs(events.all(), config);

    assertThat(lines(OfflineRun.consumed(outputs, ""))).isEqualTo(golden());
  }

  /**
   * The last transaction of a bounded job is committed by the checkpoint after its tasks have
   * finished; without it the end of the data would be missing for ever.
   */
  @Test
  void commitsTheLastTransactionOfABoundedJob() throws Exception {
    // no checkpoint of its own accord in the course of this job
    Map<String, String> settings = Map.of("execution.checkpointing.interval", "10 min");
    try (TestInstallation installation = TestInstallation.start(directory, settings)) {
      String servers = installation.client().get("bootstrap.servers");
      run(installation.flink(), installation.environment(), KafkaEndpoints.sink(config, servers));

      assertThat(lines(installation.read().committed())).isEqualTo(golden());
    }
  }

  private void run(EmbeddedFlink flink, StreamExecutionEnvironment env, Sink<Output> sink)
      throws Exception {
    ScoringPipeline.define(env, config, ReplaySource.of(events.all(), directory, SHARES), sink);
    JobClient job = flink.submit(env.getStreamGraph());
    job.getJobExecutionResult().get(120, TimeUnit.SECONDS);
    assertThat(flink.status(job.getJobID())).isEqualTo(JobStatus.FINISHED);
  }

  private static List<String> lines(List<ConsumerRecord<byte[], byte[]>> records) {
    OutputJsonLines json = new OutputJsonLines("");
    return records.stream()
        .filter(record -> Topic.of("", record.topic()).orElseThrow().role() == Topic.Role.OUTPUT)
        .map(record -> record.topic() + " " + json.line(record))
        .sorted()
        .toList();
  }

  private static List<String> golden() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(GOLDEN)), UTF_8))) {
      return in.lines().toList();
    }
  }

  private static void write(List<String> lines) throws IOException {
    Files.createDirectories(GOLDEN.getParent());
    try (Writer out =
        new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(GOLDEN)), UTF_8)) {
      for (String line : lines) {
        out.write(line + "\n");
      }
    }
  }
}
