package dev.tollgate.gateway.control.system;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.control.system.SettingOperations.SettingQuery;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.settings.Settings;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Answers the settings of this process, in pages. */
public final class SettingPages {

    private final NavigableMap<String, SettingShown> settings = new TreeMap<>();
    private final Cursors cursors;

    public SettingPages(Settings settings, Cursors cursors) {
        for (var setting : settings.effective()) {
            this.settings.put(
                    setting.name(),
                    new SettingShown(
                            setting.name(), setting.value(), setting.secret(), setting.source(), setting.meaning()));
        }
        this.cursors = cursors;
    }

    public void bind(OperationBus bus) {
        bus.serve(SettingOperations.LIST, call -> Future.succeededFuture(page(call)));
    }

    private Outcome<Page<SettingShown>> page(Call<SettingQuery> call) {
        var query = call.input();
        var part = query.name() == null ? "" : query.name();
        var after = "";
        if (query.cursor() != null) {
            var position = cursors.position(call, part, query.cursor());
            if (position.isEmpty()) {
                return Outcome.refused(Cursors.REFUSAL);
            }
            after = new String(position.get(), StandardCharsets.UTF_8);
        }
        int limit = PageSize.of(query.limit());
        var found = settings.tailMap(after, false).values().stream()
                .filter(setting -> setting.name().contains(part))
                .limit(limit + 1L)
                .toList();
        if (found.size() <= limit) {
            return Outcome.done(new Page<>(found, null));
        }
        var shown = found.subList(0, limit);
        var last = shown.getLast().name().getBytes(StandardCharsets.UTF_8);
        return Outcome.done(new Page<>(shown, cursors.at(call, part, last)));
    }
}
