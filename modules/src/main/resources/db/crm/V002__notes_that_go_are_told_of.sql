-- Who deletes what notes are about deletes the notes too, and tells of each; none goes unseen.
ALTER TABLE crm.note
    DROP CONSTRAINT note_contact,
    DROP CONSTRAINT note_company,
    DROP CONSTRAINT note_deal,
    ADD CONSTRAINT note_contact FOREIGN KEY (workspace_id, contact_id) REFERENCES crm.contact (workspace_id, id),
    ADD CONSTRAINT note_company FOREIGN KEY (workspace_id, company_id) REFERENCES crm.company (workspace_id, id),
    ADD CONSTRAINT note_deal FOREIGN KEY (workspace_id, deal_id) REFERENCES crm.deal (workspace_id, id);
