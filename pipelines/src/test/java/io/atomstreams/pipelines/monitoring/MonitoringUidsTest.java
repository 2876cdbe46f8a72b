package io.atomstreams.pipelines.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.tools.OperatorNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/**
 * The operators' ids are where a savepoint keeps their state. A line that changes or goes means
 * that no savepoint of an earlier release can be taken over; a new line is a new operator.
 */
class MonitoringUidsTest {

  private static StreamGraph graph() {
    MonitoringConfig config = MonitoringConfig.read(MonitoringConfigTest.SHIPPED);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            GlobalConfiguration.loadConfiguration(
                MonitoringConfigTest.SHIPPED.getParent().getParent().toString()));
    MonitoringPipeline.define(
        env,
        config.profiles(),
        MonitoringEndpoints.source(config, "localhost:1"),
        MonitoringEndpoints.sink(config, "localhost:1"));
    return env.getStreamGraph();
  }

  @Test
  void operatorsAreTheOnesOfTheCheckedInList() throws IOException {
    List<String> found =
        StreamSupport.stream(graph().getJobGraph().getVertices().spliterator(), false)
            .map(JobVertex::getOperatorIDs)
            .flatMap(List::stream)
            .map(pair -> pair.getGeneratedOperatorID() + " " + pair.getUserDefinedOperatorUid())
            .sorted()
            .toList();

    assertThat(found).isEqualTo(checkedIn());
  }

  @Test
  void theirNamesAreForPeople() {
    OperatorNames.areForPeople(graph());
  }

  @Test
  void everyOperatorHasAUid() {
    assertThat(graph().getStreamNodes())
        .isNotEmpty()
        .extracting(StreamNode::getTransformationUID)
        .doesNotContainNull()
        .doesNotHaveDuplicates();
  }

  private static List<String> checkedIn() throws IOException {
    try (InputStream list = MonitoringUidsTest.class.getResourceAsStream("/monitoring-uids.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
