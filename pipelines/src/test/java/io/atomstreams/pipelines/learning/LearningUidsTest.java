package io.atomstreams.pipelines.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.config.YamlDocument;
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
class LearningUidsTest {

  private static final String YAML =
      """
      labels: [churn_30d]
      learners: [{id: churn_ftrl, type: ftrl-logistic, label: churn_30d}]
      detectors:
        - {id: churn_loss, type: adwin, on: churn.log_loss, label: churn_30d}
        - {id: ftrl_loss, type: adwin, on: churn_ftrl.log_loss}
      intervals: {coverage: 0.9}
      promotions: [{id: churn_champion, scorer: churn, label: churn_30d}]
      """;

  private static StreamGraph graph() {
    LearningConfig config =
        YamlDocument.parse("learning.yaml", YAML)
            .as(
                root ->
                    LearningConfig.of(root, LearningConfigTest.SHIPPED, LearningExamples.FEATURES));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            GlobalConfiguration.loadConfiguration(LearningConfigTest.SHIPPED.toString()));
    LearningPipeline.define(
        env,
        config,
        LearningEndpoints.source(config, "localhost:1"),
        LearningEndpoints.sink(config, "localhost:1"),
        new LiveModels("models", LearningEndpoints.models(config, "localhost:1")));
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

    assertThat(String.join("\n", found)).isEqualTo(String.join("\n", checkedIn()));
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
    try (InputStream list = LearningUidsTest.class.getResourceAsStream("/learning-uids.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
