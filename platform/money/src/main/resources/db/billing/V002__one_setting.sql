ALTER POLICY account_of_tenant ON billing.account USING (tenant = (SELECT runtime.current_tenant()));
ALTER POLICY open_bucket_of_tenant ON billing.open_bucket USING (tenant = (SELECT runtime.current_tenant()));
ALTER POLICY prepaid_grant_of_tenant ON billing.prepaid_grant USING (tenant = (SELECT runtime.current_tenant()));
ALTER POLICY account_of_new_tenant ON billing.account WITH CHECK ((SELECT runtime.whole_installation()));
