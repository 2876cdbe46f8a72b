package io.atomstreams.pipelines.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Kafka's references to values that stand elsewhere: {@code ${provider:key}} or {@code
 * ${provider:path:key}}. A client resolves them when it is opened, with the providers that its
 * {@code config.providers} names; one it cannot resolve stays as it stands, in silence.
 */
final class SecretReferences {

  static final String PROVIDERS = "config.providers";

  /** What may stand in a login module's options as it is; everything else may be a secret. */
  private static final Set<String> HARMLESS =
      Set.of(
          "username",
          "tokenauth",
          "clientId",
          "scope",
          "principal",
          "serviceName",
          "keyTab",
          "useKeyTab",
          "storeKey",
          "useTicketCache",
          "ticketCache",
          "renewTGT",
          "doNotPrompt",
          "refreshKrb5Config",
          "isInitiator",
          "debug");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]+):(?:[^}:]*:)?[^}:]+\\}");
  private static final Pattern ONLY_REFERENCES = Pattern.compile("(?:" + REFERENCE + ")+");
  private static final Pattern OPTION =
      Pattern.compile("([A-Za-z0-9_.-]+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s;]+)");

  private SecretReferences() {}

  /** Whether nothing of the text stands for itself. */
  static boolean isReference(String text) {
    return ONLY_REFERENCES.matcher(text.strip()).matches();
  }

  /**
   * The options of a login module, in the text of {@code sasl.jaas.config}, that give a secret
   * away.
   */
  static Set<String> openOptions(String jaas) {
    Set<String> open = new TreeSet<>();
    Matcher option = OPTION.matcher(jaas);
    while (option.find()) {
      String value = option.group(2);
      boolean quoted = value.startsWith("\"") || value.startsWith("'");
      String bare = quoted ? value.substring(1, value.length() - 1) : value;
      if (!HARMLESS.contains(option.group(1)) && !isReference(bare)) {
        open.add(option.group(1));
      }
    }
    return open;
  }

  /**
   * References to providers that nobody declares.
   *
   * @param problems hears the setting and what is wrong with it
   */
  static void undeclared(
      Map<String, String> settings, Map<String, String> all, BiConsumer<String, String> problems) {
    Set<String> declared = new TreeSet<>();
    for (String name : all.getOrDefault(PROVIDERS, "").split(",", -1)) {
      declared.add(name.strip());
    }
    settings.forEach(
        (setting, value) -> {
          Matcher reference = REFERENCE.matcher(value);
          while (reference.find()) {
            String provider = reference.group(1);
            if (!declared.contains(provider)) {
              problems.accept(
                  setting,
                  "refers to the provider %s, which %s does not name (it names %s)"
                      .formatted(provider, PROVIDERS, declared));
            }
          }
        });
    if (settings.containsKey(PROVIDERS)) {
      withoutClass(declared, all, problems);
    }
  }

  private static void withoutClass(
      Set<String> declared, Map<String, String> all, BiConsumer<String, String> problems) {
    for (String provider : declared) {
      String setting = PROVIDERS + "." + provider + ".class";
      if (!all.containsKey(setting)) {
        problems.accept(PROVIDERS, "names %s; %s is missing".formatted(provider, setting));
      }
    }
  }

  /**
   * References that this process cannot resolve, each with its setting: a variable that is not set,
   * a file that is not there. Reads the secrets, and gives none away.
   *
   * @param part of the section {@code kafka} that the settings are of
   * @param all what a client gets: these settings and those under them
   */
  static List<String> unresolved(
      String part, Map<String, String> settings, Map<String, String> all) {
    if (settings.values().stream().noneMatch(value -> REFERENCE.matcher(value).find())) {
      return List.of();
    }
    Map<String, Object> resolved;
    try {
      resolved = new AbstractConfig(new ConfigDef(), all, false).originals();
    } catch (RuntimeException e) {
      return List.of(
          "kafka.%s: its references cannot be resolved here: %s".formatted(part, e.getMessage()));
    }
    List<String> problems = new ArrayList<>();
    settings.forEach(
        (setting, value) -> {
          Matcher reference = REFERENCE.matcher(value);
          String now = String.valueOf(resolved.get(setting));
          while (reference.find()) {
            if (now.contains(reference.group())) {
              problems.add(
                  "kafka.%s.%s refers to %s, and there is no such value in this process"
                      .formatted(part, setting, reference.group()));
            }
          }
        });
    return problems;
  }

  /** Says what is open in a value that must be a secret's whereabouts; empty if nothing is. */
  static String open(String setting, String value) {
    if (isReference(value)) {
      return "";
    }
    if (!setting.endsWith(SaslConfigs.SASL_JAAS_CONFIG)) {
      return "holds a secret in plain text";
    }
    Set<String> options = openOptions(value);
    return options.isEmpty()
        ? ""
        : "holds a secret in plain text, in " + String.join(", ", options);
  }
}
