package io.atomstreams.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.alerting.AlertDesk;
import io.atomstreams.operators.alerting.DeskFold;
import io.atomstreams.operators.alerting.DeskState;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.flink.FeatureHarness.Backend;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A storm of alerts reaches the topic as few, the same few wherever the job was killed. */
class DeskFoldTest {

  private static final Path GOLDEN = Path.of("../testdata/golden/alert-desk-v1.hex");
  private static final long MINUTE = 60_000;
  private static final int ALERTS = 600;
  private static final int RULES = 40;

  private static final DeskFold FOLD = new DeskFold(AlertDesk.Options.DEFAULT);

  /** Five a second for two minutes, of forty rules, about two tenants. */
  private static List<Alert> storm() {
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < ALERTS; i++) {
      String tenant = i % 3 == 0 ? "acme" : "globex";
      String rule = "rule" + i % RULES;
      alerts.add(
          new Alert(
              "a" + Integer.toHexString(i * 0x9E3779B1),
              tenant,
              tenant + "|" + rule,
              rule,
              Alert.Severity.WARNING,
              "it moved",
              List.of(),
              i,
              10 * MINUTE + i * 200L,
              new SourcePosition("sales-events", 0, i),
              0));
    }
    return alerts;
  }

  private static FoldHarness<Alert, Alert, DeskState> host(
      Backend backend, OperatorSubtaskState from) throws Exception {
    return FoldHarness.of(
        backend,
        FOLD,
        Alert::tenant,
        CodecTypeInformation.alert(),
        CodecTypeInformation.alert(),
        from);
  }

  private static List<Alert> calm(Backend backend, List<Alert> alerts) throws Exception {
    try (var harness = host(backend, null)) {
      for (Alert alert : alerts) {
        harness.add(alert);
      }
      harness.watermark(Long.MAX_VALUE - 1);
      return sorted(harness.takeOutputs());
    }
  }

  private static List<Alert> sorted(List<Alert> sent) {
    return sent.stream().sorted(Comparator.comparing(Alert::id)).toList();
  }

  private static double reason(Alert alert, String name) {
    return alert.reasons().stream().filter(r -> r.name().equals(name)).findFirst().get().value();
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void aKilledDeskSaysWhatAnUndisturbedOneDoes(Backend backend) throws Exception {
    List<Alert> alerts = storm();
    List<Alert> sent = new ArrayList<>();
    OperatorSubtaskState state = null;
    for (int from = 0; from < ALERTS; from += 150) {
      try (var harness = host(backend, state)) {
        for (Alert alert : alerts.subList(from, from + 150)) {
          harness.add(alert);
        }
        harness.watermark(alerts.get(from + 149).ts() - 5_000);
        sent.addAll(harness.takeOutputs());
        state = harness.snapshot(from + 1);
      }
    }
    try (var harness = host(backend, state)) {
      harness.watermark(Long.MAX_VALUE - 1);
      sent.addAll(harness.takeOutputs());
    }

    assertThat(sorted(sent)).isEqualTo(calm(backend, alerts));
  }

  @Test
  void theOrderInWhichAlertsComeChangesNothing() throws Exception {
    List<Alert> shuffled = storm();
    Collections.shuffle(shuffled, new Random(3));

    assertThat(calm(Backend.HEAP, shuffled)).isEqualTo(calm(Backend.HEAP, storm()));
  }

  @Test
  void aStormIsLimitedAndEveryAlertIsCountedOnce() throws Exception {
    List<Alert> sent = calm(Backend.HEAP, storm());

    Map<String, Long> inAnInterval =
        sent.stream()
            .collect(
                Collectors.groupingBy(
                    alert -> alert.tenant() + " " + alert.ts(), Collectors.counting()));
    assertThat(inAnInterval.values())
        .isNotEmpty()
        .allMatch(count -> count <= AlertDesk.Options.DEFAULT.limit() + 1);
    assertThat(sent).anyMatch(alert -> alert.rule().equals(DeskFold.HELD_BACK));
    assertThat(sent).extracting(Alert::id).doesNotHaveDuplicates();
    assertThat(sent.stream().mapToDouble(alert -> reason(alert, "alerts")).sum()).isEqualTo(ALERTS);
    assertThat(sent).allMatch(alert -> alert.source().topic().equals("sales-events"));
  }

  @Test
  void theStateIsWrittenAsEver() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int count : new int[] {0, 1, 60}) {
      DeskState state = FOLD.codec().create();
      storm().stream().limit(count).forEach(alert -> FOLD.add(state, alert, sent -> {}));
      BytesOutput out = new BytesOutput();
      FOLD.codec().write(FOLD.codec().copy(state), out);
      lines.add(count + " " + HexFormat.of().formatHex(out.array(), 0, out.size()));
    }
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.write(GOLDEN, lines);
    }

    assertThat(lines).isEqualTo(Files.readAllLines(GOLDEN));
  }

  @Test
  void figuresGoOnAfterARestore() throws Exception {
    List<Alert> alerts = storm();
    OperatorSubtaskState state;
    try (var harness = host(Backend.HEAP, null)) {
      for (Alert alert : alerts) {
        harness.add(alert);
      }
      harness.watermark(alerts.get(ALERTS - 1).ts());
      assertThat(harness.figure("alerts_received_total")).isEqualTo(ALERTS);
      assertThat(harness.figure("alerts_sent_total")).isPositive();
      state = harness.snapshot(1);
    }
    try (var harness = host(Backend.HEAP, state)) {
      assertThat(harness.figure("alerts_received_total")).isEqualTo(ALERTS);
      assertThat(harness.figure("alerts_held")).isPositive();
      harness.watermark(Long.MAX_VALUE - 1);
      assertThat(harness.figure("alerts_held")).isZero();
    }
  }
}
