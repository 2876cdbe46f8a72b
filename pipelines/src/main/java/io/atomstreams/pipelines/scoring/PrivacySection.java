package io.atomstreams.pipelines.scoring;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.privacy.KeySource;
import io.atomstreams.operators.privacy.PersonalField;
import io.atomstreams.operators.privacy.Privacy;
import io.atomstreams.pipelines.config.Section;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what is hidden of the events. What stands where the key's whereabouts belong is never
 * quoted unless it looks like such: somebody may have put the key itself there.
 */
final class PrivacySection {

  private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}");

  private PrivacySection() {}

  /** The settings, empty if there is no such section. */
  static Optional<Privacy.Options> read(Section root) {
    return root.optionalSection("privacy")
        .map(
            privacy ->
                new Privacy.Options(
                    fields(privacy),
                    privacy.oneOf("text", Privacy.FreeText.class, Privacy.FreeText.REDACT),
                    privacy.oneOf(
                        "deadLetters", Privacy.DeadLetters.class, Privacy.DeadLetters.REDACT),
                    key(privacy)));
  }

  private static Set<PersonalField> fields(Section privacy) {
    Map<String, PersonalField> known = new LinkedHashMap<>();
    for (PersonalField field : PersonalField.values()) {
      known.put(field.wireName(), field);
    }
    Set<PersonalField> fields = EnumSet.noneOf(PersonalField.class);
    for (String name : privacy.strings("pseudonymise")) {
      if (known.containsKey(name)) {
        fields.add(known.get(name));
      } else {
        privacy.problem(
            "pseudonymise",
            "names '" + name + "', which cannot be; " + NearestNames.hint(name, known.keySet()));
      }
    }
    return fields;
  }

  private static KeySource key(Section privacy) {
    Section key = privacy.section("key");
    Optional<String> variable = key.optionalString("env");
    Optional<String> file = key.optionalString("file");
    if (variable.isPresent() == file.isPresent()) {
      privacy.problem("key", "must name either an environment variable, env, or a file");
    }
    if (variable.isPresent() && !VARIABLE.matcher(variable.get()).matches()) {
      key.problem("env", "must be the name of an environment variable, such as ATOM_PRIVACY_KEY");
    }
    if (file.isPresent() && !Path.of(file.get()).isAbsolute()) {
      key.problem("file", "must be an absolute path, the same on every machine of the job");
    }
    return variable
        .map(name -> new KeySource(KeySource.Place.ENV, name))
        .orElseGet(() -> new KeySource(KeySource.Place.FILE, file.orElse("")));
  }
}
