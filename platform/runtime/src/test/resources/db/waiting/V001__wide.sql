ALTER TABLE public.narrow ADD COLUMN wide integer;
