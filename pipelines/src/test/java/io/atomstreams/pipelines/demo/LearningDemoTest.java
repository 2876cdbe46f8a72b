package io.atomstreams.pipelines.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.learning.LearningConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.tracking.TopicReader;
import io.atomstreams.pipelines.watch.ShownMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both jobs between the topics of one broker: what is learned of late answers is registered, put
 * into service by the scoring job, and judged by the learning job again.
 */
@Timeout(300)
class LearningDemoTest {

  private static final Path HOME = Path.of("..");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long EVENTS = 60_000;

  @TempDir Path directory;

  @Test
  void whatIsLearnedServesAndIsJudgedAndEveryMetricIsDeclared() throws IOException {
    Clock clock = Clock.systemUTC();
    SimulatedFeed feed =
        SimulatedFeed.withRival(7, EVENTS, OptionalDouble.of(2_000), OptionalDouble.empty());
    LearningConfig learning = LearningConfig.read(conf()).with("", directory + "/registry");
    ScoringConfig config =
        LearnedScorers.beside(scoring().withClock(feed.clock(clock.millis())), learning);
    DemoOptions options =
        new DemoOptions(
            HOME.resolve("flink-conf"),
            config,
            EVENTS,
            Optional.empty(),
            Optional.empty(),
            Optional.of(learning),
            Optional.of(SimulatedFeed.RIVAL_FROM),
            DemoOptions.WantedPorts.any());

    try (feed;
        DemoRun run = new DemoRun(options, feed, clock)) {
      run.start(news -> {});
      while (!run.isDone() || !isServed(run)) {
        DemoRun.pause();
        run.snapshot();
      }
      ShownMetrics.assertAreThoseDeclared(run.endpoints().metrics());
      sound(run, Topic.EVALUATIONS, "evaluations.schema.json");
      sound(run, Topic.EXAMPLES, "examples.schema.json");
      Summary summary = run.finish();
      assertThat(summary.isExact()).isTrue();
      assertThat(summary.predictions()).isEqualTo(2 * summary.scored());
    }
  }

  /** A version that was learned is in service, and answers have been judged meanwhile. */
  private static boolean isServed(DemoRun run) {
    LearningNews news = run.snapshot().learning().orElseThrow();
    return news.lineup().contains("champion churn_ftrl@") && !news.judged().isEmpty();
  }

  private static void sound(DemoRun run, Topic topic, String resource) throws IOException {
    JsonSchema schema;
    try (InputStream text = LearningDemoTest.class.getResourceAsStream("/schemas/" + resource)) {
      schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text);
    }
    List<JsonNode> records = new ArrayList<>();
    try (TopicReader reader =
        new TopicReader(
            Map.of("bootstrap.servers", run.endpoints().bootstrapServers()),
            List.of(topic.in("")),
            IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(record -> records.add(read(record.value())));
    }
    assertThat(records).isNotEmpty();
    assertThat(records).allSatisfy(record -> assertThat(schema.validate(record)).isEmpty());
  }

  private static JsonNode read(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new AssertionError(new String(value, UTF_8), e);
    }
  }

  private static ScoringConfig scoring() {
    ScoringConfig config = ScoringConfig.read(HOME.resolve("flink-conf/pipelines/scoring.yaml"));
    return config.withModels(HOME.resolve("testdata/models").toString());
  }

  /** The shipped settings, for a tenth of the customers. */
  private Path conf() throws IOException {
    Path shipped = HOME.resolve("flink-conf");
    Path conf = directory.resolve("conf");
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = conf.resolve(shipped.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, Files.readString(file).replace("atLeast: 3000 ", "atLeast: 300 "));
      }
    }
    return conf;
  }
}
