package io.atomstreams.operators.learning.pool;

import io.atomstreams.operators.state.CounterRandom;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings to be searched: {@code ftrl-logistic(alpha=0.001..1~log;l1=0..1;mode=a/b;l2=0)}. A range
 * {@code lo..hi} is drawn from evenly, with {@code ~log} evenly in the logarithm, with {@code
 * ~whole} as a whole number; {@code a/b/c} are choices; anything else is fixed. A configuration is
 * a place in [0, 1) for each of them, its <em>genes</em>.
 */
final class Space implements Serializable {

  private static final long serialVersionUID = 1;
  private static final MathContext DIGITS = new MathContext(4);

  /** How far a mutated gene moves at most. */
  private static final double REACH = 0.2;

  private final String text;
  private final String name;
  private final List<Setting> settings;

  private record Setting(String key, String value) implements Serializable {

    boolean isRange() {
      return value.contains("..");
    }

    String at(double gene) {
      if (!isRange()) {
        List<String> choices = List.of(value.split("/", -1));
        return choices.get((int) (gene * choices.size()));
      }
      int form = value.indexOf('~');
      String how = form < 0 ? "" : value.substring(form + 1);
      double low = bound(value.substring(0, value.indexOf("..")));
      double high =
          bound(value.substring(value.indexOf("..") + 2, form < 0 ? value.length() : form));
      require(low < high && (!how.equals("log") || low > 0));
      return switch (how) {
        case "" -> rounded(low + gene * (high - low));
        case "log" -> rounded(low * Math.pow(high / low, gene));
        case "whole" -> Long.toString((long) (low + Math.floor(gene * (high - low + 1))));
        default -> throw damaged();
      };
    }

    private double bound(String number) {
      try {
        return Double.parseDouble(number.strip());
      } catch (NumberFormatException e) {
        throw damaged();
      }
    }

    private void require(boolean holds) {
      if (!holds) {
        throw damaged();
      }
    }

    private IllegalArgumentException damaged() {
      return new IllegalArgumentException(
          "search: %s=%s is no range; write low..high, low..high~log (low above 0), low..high~whole"
                  .formatted(key, value)
              + " or a/b/c");
    }

    private static String rounded(double value) {
      return BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
  }

  private Space(String text, String name, List<Setting> settings) {
    this.text = text;
    this.name = name;
    this.settings = List.copyOf(settings);
  }

  static Space parse(String text) {
    String alone = Composition.alone(text);
    int colon = alone.indexOf(':');
    List<Setting> settings = new ArrayList<>();
    if (colon >= 0) {
      for (String pair : Composition.split(alone.substring(colon + 1), ',')) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException(
              "search: '%s' is no setting; write name(key=low..high;key=value)".formatted(pair));
        }
        settings.add(new Setting(pair.substring(0, equals), pair.substring(equals + 1)));
      }
    }
    Space space = new Space(text, colon < 0 ? alone : alone.substring(0, colon), settings);
    space.at(new double[settings.size()]);
    return space;
  }

  /** As it was written. */
  String text() {
    return text;
  }

  /** The learner's text at a place: {@code name:key=value,key=value}. */
  String at(double[] genes) {
    StringBuilder at = new StringBuilder(name);
    for (int i = 0; i < genes.length; i++) {
      at.append(i == 0 ? ':' : ',').append(settings.get(i).key()).append('=');
      at.append(settings.get(i).at(genes[i]));
    }
    return at.toString();
  }

  double[] drawn(CounterRandom random) {
    double[] genes = new double[settings.size()];
    for (int i = 0; i < genes.length; i++) {
      genes[i] = random.nextDouble();
    }
    return genes;
  }

  /**
   * Near another: each range moves by up to a fifth of itself, a choice changes one time in five.
   */
  double[] mutated(double[] parent, CounterRandom random) {
    double[] genes = parent.clone();
    for (int i = 0; i < genes.length; i++) {
      double drawn = random.nextDouble();
      double moved = parent[i] + REACH * (2 * drawn - 1);
      double inside = Math.min(Math.nextDown(1.0), Math.max(0, moved));
      genes[i] =
          settings.get(i).isRange() ? inside : drawn < REACH ? random.nextDouble() : parent[i];
    }
    return genes;
  }
}
