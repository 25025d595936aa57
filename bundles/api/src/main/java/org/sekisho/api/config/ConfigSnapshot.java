package org.sekisho.api.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The running configuration at one instant. Immutable, in the order lines were first typed. */
public final class ConfigSnapshot {

  /** A configuration without lines. */
  public static final ConfigSnapshot EMPTY = new ConfigSnapshot(List.of());

  private final Map<Key, Setting> settings = new LinkedHashMap<>();
  private final Map<String, List<Setting>> byCommand = new HashMap<>();
  private final Map<Context, List<Setting>> byContext = new HashMap<>();

  /** Makes a snapshot; a later setting of the same identity replaces the earlier one. */
  public ConfigSnapshot(Collection<Setting> lines) {
    for (Setting s : lines) {
      settings.put(new Key(s.command().id(), s.context(), s.keys()), s);
    }
    for (Setting s : settings.values()) {
      byCommand.computeIfAbsent(s.command().id(), id -> new ArrayList<>()).add(s);
      byContext.computeIfAbsent(s.context(), c -> new ArrayList<>()).add(s);
    }
  }

  private record Key(String id, Context context, List<Object> keys) {}

  /** All settings. */
  public List<Setting> settings() {
    return List.copyOf(settings.values());
  }

  /** All settings of a command, in any context. */
  public List<Setting> all(String commandId) {
    return List.copyOf(byCommand.getOrDefault(commandId, List.of()));
  }

  /** All settings of a context. */
  public List<Setting> in(Context context) {
    return List.copyOf(byContext.getOrDefault(context, List.of()));
  }

  /** A global setting by the values of its keys. */
  public Optional<Setting> get(String commandId, Object... keys) {
    return get(commandId, Context.GLOBAL, keys);
  }

  /** A setting of a context by the values of its keys. */
  public Optional<Setting> get(String commandId, Context context, Object... keys) {
    return Optional.ofNullable(settings.get(new Key(commandId, context, List.of(keys))));
  }

  /** A snapshot with one setting added or replaced (a replaced one keeps its place). */
  public ConfigSnapshot with(Setting setting) {
    List<Setting> lines = new ArrayList<>(settings.values());
    lines.add(setting);
    return new ConfigSnapshot(lines);
  }

  /** A snapshot without a setting. */
  public ConfigSnapshot without(Setting setting) {
    Key key = new Key(setting.command().id(), setting.context(), setting.keys());
    List<Setting> lines = new ArrayList<>();
    settings.forEach(
        (k, s) -> {
          if (!k.equals(key)) {
            lines.add(s);
          }
        });
    return new ConfigSnapshot(lines);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigSnapshot c && c.settings.equals(settings);
  }

  @Override
  public int hashCode() {
    return settings.keySet().hashCode();
  }

  @Override
  public String toString() {
    return "ConfigSnapshot[" + settings.size() + " lines]";
  }
}
