# 材料库：文件种类、版本与再次使用。

paper-certificate = 资格、等级证书
paper-degree = 学历、学位
paper-publication = 论文、著作
paper-proof = 公开课、讲座等证明
paper-award = 获奖证书
paper-assessment = 考核表
paper-leave = 请假、病历材料
paper-other = 其他
