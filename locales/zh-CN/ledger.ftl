# Categories, and what the ledger refuses.
category-general = 公需科目
category-professional = 专业科目
category-elective = 选修科目
ledger-exists-with-another-body = 同一编号的记录已经存在，但内容不同，没有重复入账。
ledger-amount-not-positive = 学时必须大于 0（现为 { $hours }）。
ledger-accounts-must-differ = 转出和转入不能是同一个账户。
ledger-target-missing = 找不到要办结或冲正的原记录。
ledger-target-of-wrong-kind = 原记录不是可以这样处理的状态。
ledger-accounts-differ = 账户与原记录不一致。
ledger-amount-differs = 学时（{ $hours }）与原记录（{ $target }）不一致。
ledger-target-already-ended = 这条记录已经由他人处理过，请刷新后查看。
ledger-target-settled = 这些学时已计入定期注册周期，不能在这里冲正。
