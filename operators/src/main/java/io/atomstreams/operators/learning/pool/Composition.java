package io.atomstreams.operators.learning.pool;

import java.util.ArrayList;
import java.util.List;

/**
 * How learners are written within an option of another: {@code
 * ftrl-logistic(alpha=0.1;l1=0)|naive-bayes}. Brackets nest.
 */
final class Composition {

  private Composition() {}

  /** The members, each as it stands alone: {@code ftrl-logistic:alpha=0.1,l1=0}. */
  static List<String> members(String text) {
    return split(text, '|').stream().map(Composition::alone).toList();
  }

  /** {@code name(a=1;b=2)} as {@code name:a=1,b=2}; what is in further brackets stays. */
  static String alone(String member) {
    int open = member.indexOf('(');
    if (open < 0) {
      return member;
    }
    if (!member.endsWith(")")) {
      throw damaged(member);
    }
    String inner = member.substring(open + 1, member.length() - 1);
    return member.substring(0, open) + ":" + String.join(",", split(inner, ';'));
  }

  /** The parts between separators that are in no bracket. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) {
        throw damaged(text);
      }
      if (depth == 0 && c == separator) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    if (depth != 0) {
      throw damaged(text);
    }
    parts.add(text.substring(from).strip());
    return parts;
  }

  private static IllegalArgumentException damaged(String text) {
    return new IllegalArgumentException(
        "'%s': brackets do not match; write name(key=value;key=value)|name".formatted(text));
  }
}
