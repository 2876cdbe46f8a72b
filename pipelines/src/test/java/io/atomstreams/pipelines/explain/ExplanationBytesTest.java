package io.atomstreams.pipelines.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.serving.SharedModels;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.flink.LatestModel;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.operators.scoring.Brownout;
import io.atomstreams.operators.scoring.Explanations;
import io.atomstreams.operators.scoring.Guardrails;
import io.atomstreams.operators.scoring.RolloutMember;
import io.atomstreams.operators.scoring.Scorer;
import io.atomstreams.operators.scoring.ScoringDesk;
import io.atomstreams.operators.scoring.ServingOptions;
import io.atomstreams.pipelines.connector.ExplanationJson;
import io.atomstreams.pipelines.connector.ImportanceJson;
import io.atomstreams.pipelines.connector.OutputSerializer;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.scoring.OfflineRun;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.scoring.SimulatedIntakes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of the topics adds up is what the prediction beside it says. */
class ExplanationBytesTest {

  private static final Path CONF = Path.of("..", "flink-conf", "pipelines", "scoring.yaml");
  private static final int ROWS = 40;

  @TempDir Path directory;

  @Test
  void addUpToThePredictionOfANetworkThatDoesNotExplainItself() {
    ScoringConfig shipped = ScoringConfig.read(CONF);
    ScoringConfig config =
        shipped.withModels(Path.of("..", shipped.scorer().serving().models()).toString());

    assertThat(methods(said(config))).containsOnly("shapley_paired_orders");
  }

  @Test
  void addUpToThePredictionOfTrees() throws Exception {
    ScoringConfig config = TreesModelFile.save(ScoringConfig.read(CONF), directory);

    assertThat(methods(said(config))).containsOnly("tree_shap");
  }

  /** What goes to the topics for one batch, all of it explained. */
  private static List<ProducerRecord<byte[], byte[]>> said(ScoringConfig config) {
    FeatureRecord[] batch = scored(config);
    List<Output> out = new ArrayList<>();
    ModelRegistry models = ModelStores.open(config.scorer().serving());
    WarmModels warm = new WarmModels(models, new SharedModels());
    try (RolloutMember member =
        new RolloutMember(
            config.scorer().id(),
            new RolloutMember.Place(0, 1),
            new LatestModel(
                config.scorer().id(), config.scorer().serving(), config.scorer().model()),
            warm,
            () -> config.features().names(),
            Long.MIN_VALUE,
            1000,
            () -> 0,
            Runnable::run)) {
      Scorer scorer =
          new Scorer(
              config.scorer().options(), warm, () -> config.features().names(), ROWS, () -> 0);
      ScoringDesk desk =
          new ScoringDesk(
              config.scorer().id(), scorer, member, all(config), ROWS, new NothingWentWrong());
      desk.score(batch, ROWS, 0, out::add);
      desk.rank(out::add);
    }
    OutputSerializer serializer = new OutputSerializer("");
    return out.stream().map(serializer::serialize).toList();
  }

  private static FeatureRecord[] scored(ScoringConfig config) {
    return OfflineRun.outputs(SimulatedIntakes.of(9, 4_000, config).all(), config).stream()
        .filter(output -> output instanceof FeatureRecord record && record.scored())
        .limit(ROWS)
        .toArray(FeatureRecord[]::new);
  }

  private static ServingOptions all(ScoringConfig config) {
    return new ServingOptions(
        config.scorer().serving().models(),
        config.scorer().serving().trust(),
        Duration.ofSeconds(1),
        Guardrails.DEFAULT,
        new Explanations.Options(1, true, 1, ROWS),
        new Brownout.Options(Duration.ZERO));
  }

  private static final class NothingWentWrong implements ScoringDesk.Account {
    @Override
    public void shed(Brownout.Shed unit, int count) {
      throw new AssertionError("shed " + count + " of " + unit);
    }

    @Override
    public void failed(String why) {
      throw new AssertionError(why);
    }
  }

  /** By which methods scores were explained, each of which must add up. */
  private static List<String> methods(List<ProducerRecord<byte[], byte[]>> records) {
    Map<String, Prediction> predictions = new HashMap<>();
    List<String> methods = new ArrayList<>();
    long ranked = 0;
    for (ProducerRecord<byte[], byte[]> record : records) {
      if (record.topic().equals("predictions")) {
        Prediction prediction = PredictionJson.read(record.value(), 0);
        predictions.put(prediction.id(), prediction);
      } else if (record.topic().equals("insights")) {
        Importance importance = ImportanceJson.read(record.value(), 0);
        ranked += importance.explanations();
        assertThat(importance.features()).hasSize(10);
      } else {
        Explanation explanation = ExplanationJson.read(record.value(), 0);
        double sum = explanation.base();
        for (double contribution : explanation.contributions()) {
          sum += contribution;
        }
        assertThat(1 / (1 + Math.exp(-sum)))
            .isCloseTo(predictions.get(explanation.id()).probability(), within(1e-6));
        methods.add(explanation.method());
      }
    }
    assertThat(methods).hasSize(ROWS);
    assertThat(ranked).isEqualTo(ROWS);
    return methods;
  }
}
