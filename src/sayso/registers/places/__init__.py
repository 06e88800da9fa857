"""Words to places: a gazetteer that is opened, not loaded, and the choice among its candidates by the report."""
