"""The fields of Reference Manager and EndNote, which RIS and EndNote's tagged format both spell.

EndNote has one set of fields ("Secondary Title", "Custom 3") whose meaning depends on the type of
the reference. Both formats are signs for these fields, so what they mean is written down once,
under the tags of RIS.
"""
