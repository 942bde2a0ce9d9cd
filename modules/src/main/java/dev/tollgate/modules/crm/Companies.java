package dev.tollgate.modules.crm;

import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.bus.OperationBus;

/** Answers the operations of companies on one event loop. */
final class Companies {

    static final String TABLE_NAME = "crm.company";

    private static final TableDeclaration<Company> TABLE = TableDeclaration.of(Company.class, TABLE_NAME)
            .madeFrom(CompanyOperations.NewCompany.class)
            .changedBy(CompanyOperations.CompanyPatch.class)
            .listedBy(CompanyOperations.CompanyQuery.class)
            .searched();

    private final RecordTable<Company> companies;

    Companies(Workshop workshop) {
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
        bus.serve(
                CompanyOperations.DELETE,
                call -> companies.remove(call, call.input().id()));
        bus.serve(
                CompanyOperations.CREATE_ALL,
                call -> companies.createAll(call, call.input().items()));
    }
}
