package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.tools.OperatorNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operators' ids are where a savepoint keeps their state. A line that changes or goes means
 * that no savepoint of an earlier release can be taken over; a new line is a new operator.
 */
class ScoringUidsTest {

  @TempDir Path directory;
  private StreamGraph graph;

  @BeforeEach
  void define() {
    ScoringConfig config = ScoringConfig.read(ScoringConfigTest.SHIPPED);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            TestInstallation.configuration(directory, Map.of()));
    ScoringPipeline.define(
        env,
        config,
        KafkaEndpoints.source(config, "localhost:1"),
        KafkaEndpoints.sink(config, "localhost:1"));
    graph = env.getStreamGraph();
  }

  @Test
  void operatorsAreTheOnesOfTheCheckedInList() throws IOException {
    List<String> found =
        StreamSupport.stream(graph.getJobGraph().getVertices().spliterator(), false)
            .map(JobVertex::getOperatorIDs)
            .flatMap(List::stream)
            .map(pair -> pair.getGeneratedOperatorID() + " " + pair.getUserDefinedOperatorUid())
            .sorted()
            .toList();

    assertThat(found).isEqualTo(checkedIn());
  }

  @Test
  void theirNamesAreForPeople() {
    OperatorNames.areForPeople(graph);
  }

  @Test
  void everyOperatorHasAUid() {
    assertThat(graph.getStreamNodes())
        .isNotEmpty()
        .allSatisfy(node -> assertThat(uid(node)).as(node.getOperatorName()).isNotBlank());
    assertThat(graph.getStreamNodes()).extracting(ScoringUidsTest::uid).doesNotHaveDuplicates();
  }

  private static String uid(StreamNode node) {
    return node.getTransformationUID();
  }

  private static List<String> checkedIn() throws IOException {
    try (InputStream list = ScoringUidsTest.class.getResourceAsStream("/scoring-uids.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
