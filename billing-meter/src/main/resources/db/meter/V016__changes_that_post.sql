-- Most changes of an account move no money and turn no month: a number for a new copy, its incarnation, an
-- acknowledgement of Redis. They do not call the function: after a loss
-- of Redis every active account has such changes.
CREATE OR REPLACE TRIGGER posted AFTER INSERT ON billing.account
    FOR EACH ROW EXECUTE FUNCTION billing.post_account();

CREATE TRIGGER posted_change AFTER UPDATE ON billing.account
    FOR EACH ROW
    WHEN ((OLD.period, OLD.included_left, OLD.next_included)
          IS DISTINCT FROM (NEW.period, NEW.included_left, NEW.next_included))
    EXECUTE FUNCTION billing.post_account();
