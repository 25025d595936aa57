package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Setting;

/** A configuration while it is being changed. Used by one thread. */
final class Draft {

  private record Identity(String id, Context context, List<Object> keys) {}

  private final Map<Identity, Setting> settings = new LinkedHashMap<>();
  private final List<DormantLine> dormant = new ArrayList<>();
  private final List<Setting> stored = new ArrayList<>();
  private final List<CommandSpec> typed = new ArrayList<>();
  private ConfigSnapshot snapshot;

  Draft(ConfigState state) {
    replace(state);
  }

  /** Goes back to a state. */
  void replace(ConfigState state) {
    settings.clear();
    for (Setting s : state.snapshot().settings()) {
      settings.put(identity(s), s);
    }
    dormant.clear();
    dormant.addAll(state.dormant());
    snapshot = state.snapshot();
  }

  private static Identity identity(Setting s) {
    return new Identity(s.command().id(), s.context(), s.keys());
  }

  void put(Setting setting) {
    Setting old = settings.put(identity(setting), setting);
    stored.add(setting);
    typed.add(setting.command());
    if (!setting.equals(old)) {
      snapshot = null;
    }
  }

  boolean remove(Setting setting) {
    boolean removed = settings.remove(identity(setting)) != null;
    if (removed) {
      snapshot = null;
    }
    return removed;
  }

  void clear() {
    settings.clear();
    dormant.clear();
    snapshot = ConfigSnapshot.EMPTY;
  }

  boolean isEmpty() {
    return settings.isEmpty() && dormant.isEmpty();
  }

  List<DormantLine> dormant() {
    return dormant;
  }

  List<Setting> settings() {
    return List.copyOf(settings.values());
  }

  /** Settings put since the draft was made. */
  List<Setting> stored() {
    return stored;
  }

  /** Notes a line that was understood, has no effect here and leaves nothing to store. */
  void idle(CommandSpec command) {
    typed.add(command);
  }

  /** Commands of the lines put or noted since the draft was made, in their order. */
  List<CommandSpec> typed() {
    return typed;
  }

  /** The present content. */
  ConfigSnapshot snapshot() {
    if (snapshot == null) {
      snapshot = new ConfigSnapshot(settings.values());
    }
    return snapshot;
  }

  ConfigState state() {
    return new ConfigState(snapshot(), dormant);
  }
}
