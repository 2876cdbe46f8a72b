package io.atomstreams.pipelines.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.chaos.oracle.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class GapReportTest {

  private static final List<Recovery> OURS =
      List.of(new Recovery(9, 30, 300), new Recovery(7, 10, 100), new Recovery(8, 20, 200));
  private static final List<Recovery> DEFAULTS =
      List.of(new Recovery(0, 500, 1_000), new Recovery(0, 500, 800));

  @Test
  void comparesMedians() {
    GapReport report = new GapReport(1_000_000_000, 50_000, OURS, DEFAULTS);

    assertThat(GapReport.median(OURS, Recovery::silent)).isEqualTo(200);
    assertThat(GapReport.median(DEFAULTS, Recovery::silent)).isEqualTo(1_000);
    assertThat(report.ratio()).isEqualTo(0.2);
    assertThat(report.text())
        .contains("1000 MB of state, 50000 events a second")
        .contains("ratio 0.20");
    assertThat(report.json()).contains("\"silent\" : 300");
  }

  @Test
  void saysNothingOfWhatWasNotMeasured() {
    GapReport report = new GapReport(1, 1, OURS, List.of());

    assertThat(report.ratio()).isZero();
    assertThat(report.text()).doesNotContain("ratio").doesNotContain("Flink's time-outs");
  }

  @Test
  void aRunPassesOnlyIfNothingIsWrongAndTheJobCameBack() {
    Incident back = new Incident(1, "upgrade", 3, "stopped", 100, 200, true, true, true);
    Incident away = new Incident(2, "upgrade", 3, "stopped", 100, 200, false, true, true);
    Incident broken = new Incident(3, "bad-model", 3, "served", 100, 200, true, false, true);

    assertThat(report(true, exact(0), back).passed()).isTrue();
    assertThat(report(true, exact(0), back, away).passed()).isFalse();
    assertThat(report(true, exact(0), back, broken).passed()).isFalse();
    assertThat(report(false, exact(0), back).passed()).isFalse();
    assertThat(report(true, exact(1), back).passed()).isFalse();
    assertThat(report(true, false, exact(0), back).passed()).isFalse();
    assertThat(report(true, exact(1), back).text()).contains("lost 1").endsWith("NOT EXACT\n");
    assertThat(report(true, exact(0), away).text()).contains("DID NOT COME BACK");
    assertThat(report(true, exact(0), broken).text()).contains("served; NOT AS PROMISED");
    assertThat(report(true, exact(0), back).json()).contains("\"fault\" : \"upgrade\"");
  }

  private static Verdict exact(long lost) {
    return new Verdict(10, 10, 1, lost, 0, 0, 0, 0, 0, 0, 0, List.of());
  }

  private static ChaosReport report(boolean complete, Verdict verdict, Incident... incidents) {
    return report(complete, true, verdict, incidents);
  }

  private static ChaosReport report(
      boolean complete, boolean scored, Verdict verdict, Incident... incidents) {
    return new ChaosReport(1, 2, 10, 5, 0, complete, scored, List.of(incidents), verdict);
  }
}
