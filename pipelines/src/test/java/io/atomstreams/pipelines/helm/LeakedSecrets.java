package io.atomstreams.pipelines.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for secrets in a manifest: values under names that mean one and are no references. */
final class LeakedSecrets {

  /** {@code password: x}, {@code password="x"}, {@code secret-key=x} in any text. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)[\\w.-]*(password|passwd|secret[.-]?key|access[.-]?key|keystore\\.key|token)\"?\\s*[:=]\\s*\"?(?<value>[^\\s\"]+)");

  private static final Pattern PRIVATE = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");

  private LeakedSecrets() {}

  static List<String> in(JsonNode manifest) {
    List<String> leaks = new ArrayList<>();
    look("", manifest, leaks);
    return leaks;
  }

  private static void look(String at, JsonNode node, List<String> leaks) {
    if (node.isTextual()) {
      lookAtText(at, node.asText(), leaks);
    } else if (node.isArray()) {
      node.forEach(one -> lookAtEntry(at, one, leaks));
    } else {
      node.properties().forEach(one -> look(one.getKey(), one.getValue(), leaks));
    }
  }

  /** A variable's name and value stand in two fields. */
  private static void lookAtEntry(String at, JsonNode entry, List<String> leaks) {
    if (entry.has("name") && entry.path("value").isTextual()) {
      look(entry.path("name").asText(), entry.path("value"), leaks);
    } else {
      look(at, entry, leaks);
    }
  }

  private static void lookAtText(String at, String text, List<String> leaks) {
    Matcher matcher = NAMED.matcher(at + ": " + text);
    while (matcher.find()) {
      if (!matcher.group("value").startsWith("${")) {
        leaks.add(matcher.group());
      }
    }
    if (PRIVATE.matcher(text).find()) {
      leaks.add(at + " holds a private key");
    }
  }
}
