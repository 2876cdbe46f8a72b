package io.atomstreams.pipelines.mapping;

import io.atomstreams.pipelines.config.Section;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;

/**
 * Reads money into minor units of its currency, whose digits are those of ISO 4217 (GBP 2, JPY 0,
 * KWD 3).
 *
 * @param minor whether the source already says minor units ({@code unit: minor})
 * @param rounding for what lies between two minor units
 */
record Money(boolean minor, RoundingMode rounding) {

  static Money read(Section money) {
    return new Money(
        money.choice("unit", Map.of("major", false, "minor", true), false),
        money.oneOf("rounding", RoundingMode.class, RoundingMode.HALF_UP));
  }

  long of(Template field, Row row, String currency) throws Unmappable {
    String text = field.apply(row);
    Optional<BigDecimal> amount = Decimals.parse(text);
    if (amount.isEmpty()) {
      throw new Unmappable(
          "not_a_number", field + " is '" + text + "', must be a decimal number such as 12.50");
    }
    try {
      return amount
          .get()
          .movePointRight(minor ? 0 : digits(currency))
          .setScale(0, rounding)
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new Unmappable(
          "not_a_number",
          field
              + " is '"
              + text
              + "', must be whole minor units of "
              + currency
              + " (rounding: unnecessary)");
    }
  }

  private static int digits(String currency) throws Unmappable {
    int digits = -1;
    try {
      digits = Currency.getInstance(currency).getDefaultFractionDigits();
    } catch (IllegalArgumentException e) {
      // answered below, together with codes that are no money, such as XXX
    }
    if (digits < 0) {
      throw new Unmappable(
          "unknown_currency", "currency is '" + currency + "', must be an ISO 4217 code of money");
    }
    return digits;
  }
}
