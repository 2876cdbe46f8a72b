package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.settings.FlinkOptions;
import io.atomstreams.pipelines.settings.Profiles;
import io.atomstreams.pipelines.settings.SettingsDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.GlobalConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Flink's settings, put together from profiles. */
@Command(
    name = "settings",
    description = {
      "Puts Flink's settings together: config.yaml, then the named profiles in their order, then --set;",
      "of a key that several set, the last one counts. Refuses keys that Flink does not know and values",
      "it could not read. Prints the result, or writes it with --to."
    },
    footer = {
      "",
      "Examples:",
      "  atom settings --list",
      "  atom settings standalone high-availability-zookeeper rocksdb s3 --to /etc/atom/conf",
      "  atom settings standalone --set taskmanager.memory.process.size=6gb"
    })
final class SettingsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PROFILE", arity = "0..*", description = "Read in this order.")
  private List<String> profiles = List.of();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A single setting, over all profiles.")
  private Map<String, String> further = new LinkedHashMap<>();

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Directory with config.yaml and profiles/.")
  private Path conf = Home.path("flink-conf");

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Make this new directory: a copy of --conf with these settings, for --conf.")
  private Path to;

  @Option(names = "--list", description = "Print the names of the profiles and nothing else.")
  private boolean list;

  @Option(names = "--json", description = "Print JSON for machines.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Profiles all = new Profiles(conf);
    if (list) {
      all.names().forEach(out::println);
    } else {
      Map<String, Profiles.Setting> settings =
          all.merged(profiles, further, FlinkOptions.onClassPath());
      if (to != null) {
        SettingsDirectory.write(conf, to, Profiles.lines(settings));
      }
      print(settings, out);
    }
    out.flush();
    return Atom.SUCCESS;
  }

  private void print(Map<String, Profiles.Setting> settings, PrintWriter out) {
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      settings.forEach(
          (key, setting) ->
              node.putObject(key)
                  .put("value", shown(key, setting.value()))
                  .put("from", setting.source()));
      out.println(node);
    } else if (to != null) {
      out.println("wrote " + settings.size() + " settings to " + to.resolve("config.yaml"));
    } else {
      settings.replaceAll(
          (key, setting) -> new Profiles.Setting(shown(key, setting.value()), setting.source()));
      Profiles.lines(settings).forEach(out::println);
    }
  }

  /** What Flink would hide in its web UI is hidden on the screen too. */
  private static String shown(String key, String value) {
    return GlobalConfiguration.isSensitive(key) ? GlobalConfiguration.HIDDEN_CONTENT : value;
  }
}
