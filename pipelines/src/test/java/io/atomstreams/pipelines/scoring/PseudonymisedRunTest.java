package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.privacy.KeySource;
import io.atomstreams.operators.privacy.PersonalField;
import io.atomstreams.operators.privacy.Privacy;
import io.atomstreams.operators.validation.EventRules;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.IntakeReader;
import io.atomstreams.pipelines.connector.Topic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under pseudonyms the same comes out: entities join, nothing but names differs. */
class PseudonymisedRunTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("KEY", "a key that is long enough to be one");
  private static final Set<PersonalField> ALL = EnumSet.allOf(PersonalField.class);

  @TempDir Path directory;
  private ScoringConfig config;
  private SimulatedIntakes events;
  private List<Output> plain;

  @BeforeEach
  void runWithoutPseudonyms() {
    config = TestSettings.in(directory);
    events = SimulatedIntakes.of(11, 4_000, config);
    plain = OfflineRun.outputs(events.all(), config);
  }

  private List<Output> outputs(Privacy.DeadLetters deadLetters) {
    Privacy.Options options =
        new Privacy.Options(
            ALL, Privacy.FreeText.DROP, deadLetters, new KeySource(KeySource.Place.ENV, "KEY"));
    IntakeReader reader =
        new IntakeReader(
            events.validation(),
            EventRules.NONE,
            Privacy.bind(options, ENVIRONMENT).open(ENVIRONMENT));
    List<Intake> hidden =
        events.all().stream()
            .map(
                intake ->
                    reader.read(
                        intake.source().topic().equals(Topic.SALES_EVENTS.baseName())
                            ? EventType.Stream.SALES
                            : EventType.Stream.CUSTOMER,
                        intake.source(),
                        intake.key(),
                        intake.raw(),
                        SimulatedIntakes.APPENDED_AT,
                        intake.readAtMicros()))
            .toList();
    return OfflineRun.outputs(hidden, config);
  }

  @Test
  void everythingButNamesIsTheSame() {
    List<Output> hidden = outputs(Privacy.DeadLetters.REDACT);
    assertThat(hidden).hasSameSizeAs(plain);
    Map<String, String> pseudonyms = new HashMap<>();
    int alerts = 0;
    for (int i = 0; i < plain.size(); i++) {
      Output before = plain.get(i);
      Output after = hidden.get(i);
      assertThat(after.source()).isEqualTo(before.source());
      if (before instanceof FeatureRecord a && after instanceof FeatureRecord b) {
        assertThat(b)
            .usingRecursiveComparison()
            .ignoringFields("eventId", "touched.entity", "vector")
            .isEqualTo(a);
        assertThat(Arrays.equals(b.vector(), a.vector())).isTrue();
        renamed(pseudonyms, a.entity(), b.entity());
      } else if (before instanceof Prediction a && after instanceof Prediction b) {
        assertThat(b).usingRecursiveComparison().ignoringFields("entity").isEqualTo(a);
        renamed(pseudonyms, a.entity(), b.entity());
      } else if (before instanceof Alert a && after instanceof Alert b) {
        assertThat(b).usingRecursiveComparison().ignoringFields("entity", "message").isEqualTo(a);
        alerts++;
      } else {
        assertThat(((DeadLetter) after).reason()).isEqualTo(((DeadLetter) before).reason());
      }
    }
    assertThat(pseudonyms).hasSizeGreaterThan(10);
    assertThat(pseudonyms.values()).doesNotHaveDuplicates();
    assertThat(alerts).isPositive();
  }

  private static void renamed(Map<String, String> pseudonyms, String name, String pseudonym) {
    if (name == null) {
      assertThat(pseudonym).isNull();
      return;
    }
    assertThat(pseudonyms.computeIfAbsent(name, absent -> pseudonym)).isEqualTo(pseudonym);
    assertThat(pseudonym).isNotEqualTo(name);
  }

  @Test
  void deadLettersThatAreKeptCanBeSentAgain() {
    List<Output> hidden = outputs(Privacy.DeadLetters.KEEP);
    for (int i = 0; i < plain.size(); i++) {
      if (plain.get(i) instanceof DeadLetter before) {
        DeadLetter after = (DeadLetter) hidden.get(i);
        assertThat(after.raw()).isEqualTo(before.raw());
        assertThat(after.key()).isEqualTo(before.key());
        String customer = new String(before.key(), UTF_8).replaceFirst(".*\\|", "");
        assertThat(after.detail()).doesNotContain("|" + customer);
      }
    }
  }
}
