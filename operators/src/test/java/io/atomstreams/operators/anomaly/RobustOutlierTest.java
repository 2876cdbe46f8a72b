package io.atomstreams.operators.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.operators.anomaly.RobustOutlier.Finding;
import io.atomstreams.operators.anomaly.RobustOutlier.History;
import io.atomstreams.operators.anomaly.RobustOutlier.Options;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RobustOutlierTest {

  private static final long HOUR = 3_600_000;

  private final History history = new History();

  private static RobustOutlier detector(int history, int minimum) {
    return new RobustOutlier(new Options(history, minimum, 3.5, 7, 0.01, Duration.ofHours(24)));
  }

  private void learn(RobustOutlier detector, long... values) {
    for (long value : values) {
      assertThat(detector.judge(history, 0, value)).isNull();
    }
  }

  @Test
  void scoresByMedianAndMadOfAnOddHistory() {
    RobustOutlier detector = detector(16, 5);
    learn(detector, 100, 130, 110, 90, 120);

    Finding finding = detector.judge(history, HOUR, 200);

    // median 110; deviations 10 20 0 20 10, so MAD 10; z = 0.6745 * 90 / 10
    assertThat(finding.median()).isEqualTo(110);
    assertThat(finding.spread()).isEqualTo(10);
    assertThat(finding.score()).isCloseTo(6.0705, within(1e-12));
    assertThat(finding.critical()).isFalse();
    assertThat(finding.value()).isEqualTo(200);
    assertThat(finding.history()).isEqualTo(5);
  }

  @Test
  void scoresByMedianAndMadOfAnEvenHistory() {
    RobustOutlier detector = detector(16, 4);
    learn(detector, 100, 160, 110, 130);

    Finding finding = detector.judge(history, HOUR, 420);

    // median 120; deviations 20 40 10 10, so MAD 15; z = 0.6745 * 300 / 15
    assertThat(finding.median()).isEqualTo(120);
    assertThat(finding.spread()).isEqualTo(15);
    assertThat(finding.score()).isCloseTo(13.49, within(1e-12));
    assertThat(finding.critical()).isTrue();
  }

  @Test
  void reportsFromTheWarningScoreOn() {
    RobustOutlier exact =
        new RobustOutlier(new Options(16, 5, 0.6745 * 4, 0.6745 * 5, 0.01, Duration.ZERO));
    learn(exact, 100, 130, 110, 90, 120);

    assertThat(exact.judge(history.copy(), HOUR, 149)).isNull();
    assertThat(exact.judge(history.copy(), HOUR, 150).critical()).isFalse();
    assertThat(exact.judge(history.copy(), HOUR, 160).critical()).isTrue();
  }

  @Test
  void aValueFarBelowIsOrdinary() {
    RobustOutlier detector = detector(16, 5);
    learn(detector, 100, 130, 110, 90, 120);

    assertThat(detector.judge(history, HOUR, -10_000)).isNull();
  }

  @Test
  void nothingIsJudgedBeforeTheMinimumHistory() {
    RobustOutlier detector = detector(16, 5);
    learn(detector, 100, 100, 100, 100);

    assertThat(detector.judge(history, HOUR, 1_000_000)).isNull();
    assertThat(detector.judge(history, HOUR, 1_000_000).history()).isEqualTo(5);
  }

  @Test
  void theSpreadIsAtLeastItsShareOfTheMedian() {
    RobustOutlier detector = detector(16, 4);
    learn(detector, 10_000, 10_000, 10_000, 10_000);

    Finding finding = detector.judge(history, HOUR, 11_000);

    assertThat(finding.spread()).isEqualTo(100);
    assertThat(finding.score()).isCloseTo(6.745, within(1e-12));
  }

  @Test
  void theSpreadIsAtLeastOneMinorUnit() {
    RobustOutlier detector = detector(16, 4);
    learn(detector, 0, 0, 0, 0);

    assertThat(detector.judge(history, HOUR, 6).spread()).isEqualTo(1);
  }

  @Test
  void afterAReportTheEntityCoolsDown() {
    RobustOutlier detector = detector(32, 5);
    learn(detector, 100, 130, 110, 90, 120, 100, 110, 120, 115);

    assertThat(detector.judge(history, 100 * HOUR, 9_000)).isNotNull();
    assertThat(detector.judge(history, 124 * HOUR - 1, 9_000)).isNull();
    assertThat(detector.judge(history, 124 * HOUR, 9_000)).isNotNull();
  }

  @Test
  void aValueOutOfOrderCoolsDownOnBothSidesOfAReport() {
    RobustOutlier detector = detector(32, 5);
    learn(detector, 100, 130, 110, 90, 120, 100, 110, 120, 115);

    assertThat(detector.judge(history, 100 * HOUR, 9_000)).isNotNull();
    assertThat(detector.judge(history, 77 * HOUR, 9_000)).isNull();
    assertThat(detector.judge(history, 76 * HOUR, 9_000)).isNotNull();
    assertThat(detector.judge(history, 101 * HOUR, 9_000)).isNull();
  }

  @Test
  void withoutACoolDownEveryOutlierIsReported() {
    RobustOutlier detector = new RobustOutlier(new Options(32, 5, 3.5, 7, 0.01, Duration.ZERO));
    learn(detector, 100, 130, 110, 90, 120, 100, 110, 120, 115);

    assertThat(detector.judge(history, 10 * HOUR, 9_000)).isNotNull();
    assertThat(detector.judge(history, 10 * HOUR, 9_000)).isNotNull();
    assertThat(detector.judge(history, HOUR, 9_000)).isNotNull();
  }

  @Test
  void onlyTheLatestValuesAreTheHistory() {
    RobustOutlier detector = detector(4, 4);
    learn(detector, 1, 1, 1, 1, 1, 1);
    RobustOutlier blind = new RobustOutlier(new Options(4, 4, 1e9, 1e9, 0.01, Duration.ZERO));
    for (long value : new long[] {100, 130, 110, 120}) {
      assertThat(blind.judge(history, 0, value)).isNull();
    }

    Finding finding = detector.judge(history, HOUR, 500);

    assertThat(finding.median()).isEqualTo(115);
    assertThat(finding.history()).isEqualTo(4);
  }

  @Test
  void aShorterHistoryAppliesToWhatWasLearnedUnderALongerOne() throws IOException {
    learn(detector(256, 256), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 100, 130, 110, 120);

    Finding finding = detector(4, 4).judge(history, HOUR, 500);

    assertThat(finding.median()).isEqualTo(115);
    assertThat(finding.history()).isEqualTo(4);
    assertThat(bytes(history)).hasSizeLessThan(16);
  }

  @Property
  void aHistoryIsWhatItsBytesSay(@ForAll @Size(max = 40) List<Long> values, @ForAll long lastTs)
      throws IOException {
    RobustOutlier eager = new RobustOutlier(new Options(8, 3, 0.1, 0.1, 0.01, Duration.ZERO));
    History learned = new History();
    for (long value : values) {
      Finding unused = eager.judge(learned, lastTs, value);
      assertThat(unused == null || unused.history() <= 8).isTrue();
    }
    byte[] bytes = bytes(learned);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    History read = History.read(in);

    assertThat(in.available()).isZero();
    assertThat(bytes(read)).isEqualTo(bytes);
    assertThat(bytes(learned.copy())).isEqualTo(bytes);
    assertThat(eager.judge(read, lastTs, 77)).isEqualTo(eager.judge(learned.copy(), lastTs, 77));
    assertThat(bytes(learned)).isEqualTo(bytes);
  }

  private static byte[] bytes(History history) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    history.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void impossibleOptionsAreRefusedNamingValueAndRule() {
    Duration day = Duration.ofDays(1);
    assertThatThrownBy(() -> new Options(3, 3, 1, 1, 1, day))
        .hasMessage("history is 3, must be 4 to 256");
    assertThatThrownBy(() -> new Options(8, 9, 1, 1, 1, day))
        .hasMessage("minimum is 9, must be 3 to history");
    assertThatThrownBy(() -> new Options(8, 8, 0, 1, 1, day))
        .hasMessage("warning is 0.0, must be greater than 0");
    assertThatThrownBy(() -> new Options(8, 8, 2, 1, 1, day))
        .hasMessage("critical is 1.0, must be at least warning (2.0)");
    assertThatThrownBy(() -> new Options(8, 8, 1, 1, Double.NaN, day))
        .hasMessage("minimumSpread is NaN, must be greater than 0");
    assertThatThrownBy(() -> new Options(8, 8, 1, 1, 1, day.negated()))
        .hasMessage("coolDown is PT-24H, must be 0 or more");
  }
}
