package io.atomstreams.pipelines.mapping;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decimal numbers as files write them: at most 15 digits before and 12 after the point, no
 * exponent, no thousands separator.
 */
final class Decimals {

  private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,15}(\\.\\d{0,12})?");

  private Decimals() {}

  static Optional<BigDecimal> parse(String text) {
    return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }
}
