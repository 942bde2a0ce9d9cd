package dev.tollgate.modules.crm;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import io.vertx.core.Future;

/** Answers the operations of companies on one event loop. */
final class Companies {

    static final TableDeclaration<Company> TABLE = CompanyOperations.COMPANIES.table();

    private final RecordTable<Company> companies;
    private final Notes notes;

    Companies(ModuleContext context, Notes notes) {
        this.notes = notes;
        context.bus().serve(CompanyOperations.DELETE, this::delete);
        this.companies = context.serve(CompanyOperations.COMPANIES, TABLE);
    }

    private Future<Outcome<Company>> delete(Call<Ref<CompanyId>> call) {
        var id = call.input().id();
        return companies.remove(call, id, transaction -> notes.deletedWith(transaction, call, "company_id", id));
    }
}
