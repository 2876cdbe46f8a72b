package io.atomstreams.operators.contract;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import java.util.Optional;
import java.util.Set;

/**
 * What a text must be. A text that an event does not have breaks {@code required} only.
 *
 * @param constant what stands for a wrong or missing text, {@code null}: the event is refused
 */
public record TextRule(
    String name, Set<EventType> on, TextField field, Allowed allowed, String constant)
    implements ContractRule {

  /**
   * The texts that may be.
   *
   * @param required whether there must be one, and not an empty one
   * @param among empty for any
   * @param pattern that the whole text must match, in RE2 syntax; {@code null} for any
   * @param maxLength in characters as people count, by code point; 0 for any
   */
  public record Allowed(boolean required, Set<String> among, Pattern pattern, int maxLength)
      implements java.io.Serializable {

    public Allowed {
      among = Set.copyOf(among);
      if (!required && among.isEmpty() && pattern == null && maxLength == 0) {
        throw new IllegalArgumentException(
            "it asks nothing; a text may be required, be in a list, match a pattern or have a"
                + " maxLength");
      }
    }

    /**
     * With a pattern that is still a text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Allowed of(
        boolean required, Set<String> among, Optional<String> pattern, int maxLength) {
      try {
        return new Allowed(required, among, pattern.map(Pattern::compile).orElse(null), maxLength);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException("its pattern is none: " + e.getMessage(), e);
      }
    }

    /** Whether any text will do. */
    public boolean asksPresenceOnly() {
      return among.isEmpty() && pattern == null && maxLength == 0;
    }

    private String violation(String text) {
      if (text == null || text.isEmpty()) {
        return required ? "is missing" : null;
      }
      if (!among.isEmpty() && !among.contains(text)) {
        return "is none of the " + among.size() + " allowed texts";
      }
      if (maxLength > 0
          && text.length() > maxLength
          && text.codePointCount(0, text.length()) > maxLength) {
        return "has more than " + maxLength + " characters";
      }
      return pattern != null && !pattern.matches(text) ? "does not match the pattern" : null;
    }
  }

  public TextRule {
    ContractRule.check(name, on);
    on = Set.copyOf(on);
    if (constant != null) {
      if (!field.isRepairable()) {
        throw new IllegalArgumentException(
            field.wireName() + " cannot be repaired: it says who or what the event is about");
      }
      Optional.ofNullable(allowed.violation(constant))
          .ifPresent(
              why -> {
                throw new IllegalArgumentException("the constant '" + constant + "' " + why);
              });
    }
  }

  @Override
  public String violation(Event event, long takenAt) {
    return violation(event);
  }

  boolean isWrong(String text) {
    return allowed.violation(text) != null;
  }

  String violation(Event event) {
    String why = allowed.violation(field.of(event));
    return why == null ? null : field.wireName() + " " + why;
  }

  @Override
  public boolean repairs() {
    return constant != null;
  }

  @Override
  public Event repaired(Event event) {
    return field.with(event, constant);
  }
}
