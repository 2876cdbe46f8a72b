package io.atomstreams.operators.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.alerting.Notification.Kind;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Alert.Severity;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AlertDeskTest {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final AlertDesk DESK = new AlertDesk(AlertDesk.Options.DEFAULT);
  private static final AlertBookCodec CODEC = new AlertBookCodec();

  private final AlertBook book = CODEC.create();

  private static Alert alert(String rule, String entity, Severity severity, double cost, long ts) {
    List<Alert.Reason> reasons = List.of(new Alert.Reason(AlertDesk.EXPECTED_COST, cost));
    String message = rule + " of " + entity + " at " + ts;
    return new Alert("", "acme", entity, rule, severity, message, reasons, 0, ts, null, 0);
  }

  private static Alert warning(String rule, String entity, long ts) {
    return alert(rule, entity, Severity.WARNING, 1, ts);
  }

  private static List<Kind> kinds(List<Notification> notifications) {
    return notifications.stream().map(Notification::kind).toList();
  }

  @Test
  void manyAlertsOfOneEntityAreOneIncidentFromItsOpeningToItsEnd() {
    List<Notification> sent = new ArrayList<>();
    for (long ts = 0; ts < 2 * HOUR; ts += MINUTE / 2) {
      sent.addAll(DESK.take(book, warning("r", "a", ts)));
    }
    sent.addAll(DESK.advance(book, 4 * HOUR));

    assertThat(kinds(sent))
        .containsExactly(Kind.OPENED, Kind.REPEATED, Kind.REPEATED, Kind.RESOLVED);
    assertThat(sent).extracting(Notification::alerts).containsExactly(2L, 120L, 118L, 0L);
    assertThat(sent)
        .extracting(Notification::ts)
        .containsExactly(MINUTE, HOUR + MINUTE, 2 * HOUR + MINUTE, 150 * MINUTE);
    assertThat(sent.get(0).message()).isEqualTo("2 alerts, first: r of a at 0");
    assertThat(sent.get(1).message()).isEqualTo("goes on, 122 alerts, 120 of them new");
    assertThat(book.open()).isZero();
    assertThat(DESK.nextSending(book)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatIsCriticalIsToldAtOnceAndWhatBecomesSoIsToldAgain() {
    assertThat(kinds(DESK.take(book, alert("r", "a", Severity.CRITICAL, 1, 5))))
        .containsExactly(Kind.OPENED);
    assertThat(DESK.take(book, warning("r", "b", 6))).isEmpty();
    assertThat(kinds(DESK.advance(book, MINUTE))).containsExactly(Kind.OPENED);
    DESK.take(book, alert("r", "b", Severity.CRITICAL, 1, MINUTE + 1));
    List<Notification> sent = DESK.advance(book, 2 * MINUTE);
    assertThat(kinds(sent)).containsExactly(Kind.ESCALATED);
    assertThat(sent.get(0).message()).startsWith("critical now, 2 alerts, first: r of b at 6");
  }

  @Test
  void thousandsOfEntitiesAreOneNotification() {
    for (int i = 0; i < 3_000; i++) {
      assertThat(DESK.take(book, warning("r", "e" + i, i))).isEmpty();
    }
    List<Notification> sent = DESK.advance(book, MINUTE);
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).alerts()).isEqualTo(3_000);
    assertThat(sent.get(0).entities()).isBetween(2_800, 3_200);
    assertThat(sent.get(0).entity()).isEmpty();
    assertThat(book.open()).isEqualTo(1);
    DESK.take(book, warning("r", "late", MINUTE + 1));
    assertThat(book.open()).isEqualTo(1);
  }

  @Test
  void ofAStormTheCostliestAreSentAndTheRestIsSummedUp() {
    for (int i = 0; i < 40; i++) {
      DESK.take(book, alert("r" + i, "a", Severity.WARNING, i, 1));
    }
    DESK.take(book, alert("worst", "a", Severity.CRITICAL, 5, 2));
    List<Notification> sent = DESK.advance(book, MINUTE);
    assertThat(sent).hasSize(10);
    assertThat(sent.get(0).rule()).isEqualTo("r39");
    assertThat(sent)
        .isSortedAccordingTo(Comparator.comparingDouble(Notification::priority).reversed());
    Notification summary = sent.get(9);
    assertThat(summary.kind()).isEqualTo(Kind.HELD_BACK);
    assertThat(summary.alerts()).isEqualTo(31);
    assertThat(summary.message())
        .isEqualTo(
            "held back: news of 31 incidents with 31 alerts; rule r0 1, rule r1 1, rule r10 1, 28"
                + " other rules");
  }

  /** Any storm: many rules, entities, gaps, late ones. */
  private static List<Alert> storm(long seed, int size) {
    Random random = new Random(seed);
    List<Alert> alerts = new ArrayList<>();
    long ts = 1_700_000_000_000L;
    int rules = 1 + random.nextInt(60);
    int entities = 1 + random.nextInt(300);
    for (int i = 0; i < size; i++) {
      ts += random.nextInt(50) == 0 ? random.nextInt(90) * MINUTE : random.nextInt(2_000);
      alerts.add(
          alert(
              "r" + random.nextInt(rules),
              "e" + random.nextInt(entities),
              random.nextInt(10) == 0 ? Severity.CRITICAL : Severity.WARNING,
              random.nextInt(100),
              ts - random.nextInt(30_000)));
    }
    return alerts;
  }

  @Property(tries = 60)
  void everyAlertIsCountedOnceAndNoIntervalSendsMoreThanItsLimit(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 800) int size) {
    AlertDesk desk =
        new AlertDesk(new AlertDesk.Options(MINUTE, 5 * MINUTE, 7 * MINUTE, 4, 3, 20, 10));
    AlertBook running = CODEC.create();
    List<Notification> sent = new ArrayList<>();
    for (Alert alert : storm(seed, size)) {
      sent.addAll(desk.take(running, alert));
      assertThat(running.open()).isLessThanOrEqualTo(41);
      assertThat(running.alertsTold() + running.alertsHeld()).isEqualTo(running.alertsReceived());
    }
    sent.addAll(desk.advance(running, Long.MAX_VALUE / 2));

    assertThat(sent.stream().mapToLong(Notification::alerts).sum()).isEqualTo(size);
    assertThat(running.alertsTold()).isEqualTo(size);
    assertThat(running.open()).isZero();
    assertThat(sent).hasSize((int) running.notificationsSent());
    Map<Long, Long> byInterval =
        sent.stream()
            .collect(Collectors.groupingBy(n -> (n.ts() - 1) / MINUTE, Collectors.counting()));
    assertThat(byInterval.values()).allMatch(count -> count <= 5);
    assertThat(new HashSet<>(sent.stream().map(Notification::id).toList())).hasSize(sent.size());
  }

  @Property(tries = 30)
  void storedAnywhereAndReadItGoesOnAsItWouldHave(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 300) int cut) throws IOException {
    List<Alert> alerts = storm(seed, 300);
    List<Notification> whole = new ArrayList<>();
    List<Notification> parts = new ArrayList<>();
    AlertBook uninterrupted = CODEC.create();
    AlertBook interrupted = CODEC.create();
    for (int i = 0; i < alerts.size(); i++) {
      if (i == cut) {
        AlertBook left = interrupted;
        interrupted = read(bytes(left));
        DESK.take(CODEC.copy(interrupted), alerts.get(i));
      }
      whole.addAll(DESK.take(uninterrupted, alerts.get(i)));
      parts.addAll(DESK.take(interrupted, alerts.get(i)));
    }
    assertThat(parts).isEqualTo(whole);
    assertThat(bytes(interrupted)).isEqualTo(bytes(uninterrupted));
  }

  @Test
  void booksOfTheFirstReleaseAreRead() throws IOException {
    Path file = Path.of("..", "testdata", "golden", "alert-book-v1.hex");
    List<String> lines = new ArrayList<>();
    for (int size : new int[] {0, 1, 200}) {
      AlertBook stored = CODEC.create();
      storm(20240114, size).forEach(alert -> DESK.take(stored, alert));
      lines.add(size + " " + HexFormat.of().formatHex(bytes(stored)));
      assertThat(bytes(read(bytes(stored)))).isEqualTo(bytes(stored));
    }
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(file, String.join("\n", lines) + "\n");
    }
    assertThat(Files.readAllLines(file)).isEqualTo(lines);
  }

  private static byte[] bytes(AlertBook book) throws IOException {
    BytesOutput out = new BytesOutput();
    CODEC.write(book, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static AlertBook read(byte[] bytes) throws IOException {
    BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
    AlertBook read = CODEC.read(in, 1);
    assertThat(in.available()).isZero();
    return read;
  }

  @Test
  void optionsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new AlertDesk.Options(MINUTE, 1, HOUR, 10, 5, 10, 1))
        .hasMessage("alert desk: silence is 1, must be at least interval");
    assertThat(AlertDesk.expectedCost(alert("r", "a", Severity.WARNING, Double.NaN, 0)))
        .isEqualTo(1);
  }
}
