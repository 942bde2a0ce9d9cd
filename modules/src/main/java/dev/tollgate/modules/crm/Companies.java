package dev.tollgate.modules.crm;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.crm.CompanyOperations.CompanyRef;
import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;

/** Answers the operations of companies on one event loop. */
final class Companies {

    static final String TABLE_NAME = "crm.company";

    private static final TableDeclaration<Company> TABLE = TableDeclaration.of(Company.class, TABLE_NAME)
            .madeFrom(CompanyOperations.NewCompany.class)
            .changedBy(CompanyOperations.CompanyPatch.class)
            .listedBy(CompanyOperations.CompanyQuery.class)
            .searched();

    private final RecordTable<Company> companies;
    private final Notes notes;

    Companies(Workshop workshop, Notes notes) {
        this.notes = notes;
        this.companies = workshop.table(TABLE);
    }

    void serve(OperationBus bus) {
        bus.serve(CompanyOperations.CREATE, call -> companies.create(call, call.input()));
        bus.serve(CompanyOperations.SEARCH, call -> companies.page(call, call.input()));
        bus.serve(
                CompanyOperations.GET, call -> companies.get(call, call.input().id()));
        bus.serve(
                CompanyOperations.UPDATE,
                call -> companies.update(call, call.input().id(), call.input()));
        bus.serve(CompanyOperations.DELETE, this::delete);
        bus.serve(
                CompanyOperations.CREATE_ALL,
                call -> companies.createAll(call, call.input().items()));
    }

    private Future<Outcome<Company>> delete(Call<CompanyRef> call) {
        var id = call.input().id();
        return companies.remove(call, id, transaction -> notes.going(transaction, call, "company_id", id));
    }
}
