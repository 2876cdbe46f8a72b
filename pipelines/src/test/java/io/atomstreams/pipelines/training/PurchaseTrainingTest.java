package io.atomstreams.pipelines.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.training.TrainingSet;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurchaseTrainingTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long START = 1_767_225_600_000L;

  private final FeatureList features =
      ScoringConfig.read(Path.of("..", "flink-conf", "pipelines", "scoring.yaml")).features();
  private final PurchaseTraining training =
      new PurchaseTraining(
          features,
          LabelFile.read(Path.of("..", "flink-conf"), "purchase_30d"),
          Duration.ofDays(90));
  private final List<String> news = new ArrayList<>();

  @Test
  void rowsAreTheLoggedVectorsAfterTheWarmUpWithLabelsOfTheirFuture() {
    List<FeatureRecord> log = new ArrayList<>();
    for (int day = 0; day <= 300; day += 20) {
      log.add(order("often", day, features.hash()));
    }
    for (int day = 0; day <= 300; day += 50) {
      log.add(order("rarely", day, features.hash()));
    }

    TrainingSet set = training.trainingSet(log, news::add);

    assertThat(set.features()).isEqualTo(features.names());
    for (int row = 0; row < set.rowCount(); row++) {
      long day = (set.timestamp(row) - START) / DAY;
      assertThat(day).isGreaterThanOrEqualTo(90);
      assertThat((long) set.value(row, 0)).isEqualTo(day);
      assertThat(set.label(row)).isEqualTo(set.value(row, 1) == 1);
    }
    assertThat(set.positives()).isBetween(1, set.rowCount() - 1);
    assertThat(news).singleElement().asString().contains("undecided");
  }

  @Test
  void aLogThatIsTooShortIsRefusedWithTheWayOut() {
    List<FeatureRecord> log =
        List.of(order("a", 0, features.hash()), order("a", 200, features.hash()));

    assertThatThrownBy(() -> training.trainingSet(log, news::add))
        .hasMessageContaining("spans 200 days")
        .hasMessageContaining("--warm-up");
  }

  @Test
  void vectorsOfAnotherFeatureListAreRefused() {
    List<FeatureRecord> log = new ArrayList<>();
    for (int day = 0; day <= 300; day += 20) {
      log.add(order("a", day, "0123456789abcdef"));
    }

    assertThatThrownBy(() -> training.trainingSet(log, news::add))
        .hasMessageContaining("0123456789abcdef")
        .hasMessageContaining(features.hash());
  }

  @Test
  void aLineThatIsNoRecordIsNamed(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("features.jsonl");
    Files.writeString(file, "{\"tenant\":1}\n");

    assertThatThrownBy(() -> FeatureLog.read(file))
        .hasMessageContaining("features.jsonl line 1 is no feature record");
    assertThatThrownBy(() -> FeatureLog.read(directory.resolve("none")))
        .hasMessageContaining("atom demo --output DIR");
  }

  /** A vector that says its own day, and whether its customer is the one who orders often. */
  private FeatureRecord order(String customer, int day, String hash) {
    float[] vector = new float[features.size()];
    vector[0] = day;
    vector[1] = customer.equals("often") ? 1 : 0;
    long ts = START + day * DAY;
    return new FeatureRecord(
        "acme",
        customer + day,
        "order_placed",
        ts,
        Outcome.SCORED,
        List.of(new Touch("acme|" + customer, 1)),
        ts,
        hash,
        vector,
        new SourcePosition("t", 0, day),
        0);
  }
}
