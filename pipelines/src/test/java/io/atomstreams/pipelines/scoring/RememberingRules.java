package io.atomstreams.pipelines.scoring;

import io.atomstreams.pipelines.config.YamlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Settings with rules that remember. */
public final class RememberingRules {

  /** So narrow that what a simulated shop does breaks them all the time. */
  static final String NARROW =
      """
      - {name: qty_usual, field: lines.qty, max: 1, on: [order_placed], otherwise: median, latest: 5}
      - {name: device_known, field: device, in: [desktop, tablet], otherwise: last}
      - {name: hours_grow, value: hour, monotone: true, on: [search, cart_add], otherwise: reject}
      - {name: price_usual, field: lines.unitPrice, highPercent: 80, minimum: 4, otherwise: winsorise}
      """;

  /** What a sound shop never breaks. */
  static final String SOUND =
      """
      - {name: qty_usual, field: lines.qty, max: 100, otherwise: median, latest: 5, constant: 1}
      - {name: device_known, field: device, in: [desktop, mobile, tablet], otherwise: last, constant: mobile}
      - {name: time_passes, value: ts, monotone: true, otherwise: reject}
      - {name: price_usual, field: lines.unitPrice, highPercent: 99, times: 100, minimum: 5, otherwise: reject}
      - {name: fresh, freshness: 365d, otherwise: reject}
      """;

  private RememberingRules() {}

  /** The settings of {@link TestSettings} with {@link #NARROW} rules. */
  public static ScoringConfig narrow(Path directory) {
    return in(directory, NARROW);
  }

  static ScoringConfig in(Path directory, String rules) {
    try {
      String yaml = Files.readString(ScoringConfigTest.SHIPPED) + "\ncontract:\n" + rules.indent(2);
      return TestSettings.of(
          YamlDocument.parse("scoring.yaml", yaml).as(ScoringConfig::of),
          directory.resolve("remembering"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
